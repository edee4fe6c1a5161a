// Loaded into n8n before its own code: writes down how long the files of a node take to load, each
// with all that it loads in turn, as `<milliseconds> <file>`, one a line.
const Module = require('node:module');
const { appendFileSync } = require('node:fs');

const { BENCH_REQUIRES: output, BENCH_FILES: wanted } = process.env;
const files = wanted && new RegExp(wanted);
const load = Module._load;
let isInside = false;

Module._load = function (file, ...rest) {
	if (!files || isInside || !files.test(file)) return load.call(this, file, ...rest);
	isInside = true;
	const start = process.hrtime.bigint();
	try {
		return load.call(this, file, ...rest);
	} finally {
		isInside = false;
		const ms = Number(process.hrtime.bigint() - start) / 1e6;
		appendFileSync(output, `${ms} ${file}\n`);
	}
};
