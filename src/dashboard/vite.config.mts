import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressed, pages } from './pages.mts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: './',
  build: {
    outDir: here('../StatsService.Functions/wwwroot'),
    emptyOutDir: true,
    // Nothing inline: the Content-Security-Policy allows only files of the instance.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Swagger UI comes as one file of that size; only the API's page loads it.
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      input: ['before', 'current', 'evolution', 'object', 'embed', 'data', 'map', 'more', 'plain', 'api'].map(name => here(`scripts/${name}.ts`)),
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        codeSplitting: { groups: [{ name: 'chart', test: /node_modules.(d3-|internmap)/ }] },
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  plugins: [pages(here('.')), compressed(here('../StatsService.Functions/wwwroot'))],
});
