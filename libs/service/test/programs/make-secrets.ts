/** Prints the secrets of the data directory in the first argument, making them where they are missing. */
import { adminTokenOf, cursorKeysOf, readSettings } from '../../src/index.js';

const settings = readSettings('standalone', { DATA_DIR: process.argv[2] });
process.stdout.write(JSON.stringify([adminTokenOf(settings), cursorKeysOf(settings)]));
