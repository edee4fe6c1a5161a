// Run in a fresh Node process: how long some files take to load where n8n-workflow is loaded already.
const { createRequire } = require('node:module');

const [, , n8n, ...files] = process.argv;
const requireThere = createRequire(n8n);
requireThere('n8n-workflow');
// Our package finds it where n8n's own packages do.
const Module = require('node:module');
const resolve = Module._resolveFilename;
const found = requireThere.resolve('n8n-workflow');
Module._resolveFilename = function (request, ...rest) {
	return request === 'n8n-workflow' ? found : resolve.call(this, request, ...rest);
};
const start = process.hrtime.bigint();
for (const file of files) requireThere(file);
process.stdout.write(String(Number(process.hrtime.bigint() - start) / 1e6));
