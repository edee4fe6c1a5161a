// Loads a package folder as n8n does at its start, and prints what n8n then knows.
import { PackageDirectoryLoader } from 'n8n-core';

const loader = new PackageDirectoryLoader(process.argv[2]);
await loader.loadAll();
const { types, known } = loader;
process.stdout.write(JSON.stringify({ ...types, known }));
