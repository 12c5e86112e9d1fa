// Bundled by the browser test as an app's bundler would do it: the page calls these.
import { fashionMnist, geoShapes } from '../src/index.ts';
import { loadFile } from '../src/load-file.ts';

Object.assign(globalThis, { gradus: { fashionMnist, geoShapes, loadFile } });
