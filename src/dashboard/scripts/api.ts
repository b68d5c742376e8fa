import 'swagger-ui-dist/swagger-ui.css';
import '../styles/api.css';
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { root } from './shell.ts';

SwaggerUI({
  url: new URL('api/v1/openapi.json', root).href,
  dom_id: '#api',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  // Else the page would tell a third party where it is.
  validatorUrl: null,
});
