import './shell.ts';
import { showing } from './showing.ts';

// The page came whole.
void showing(() => undefined, () => undefined);
