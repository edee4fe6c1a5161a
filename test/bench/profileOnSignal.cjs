// Loaded into n8n before its own code: SIGUSR2 starts a CPU profile, another one ends it and writes
// it to the file BENCH_PROFILE.
const { Session } = require('node:inspector');
const { renameSync, writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const { BENCH_PROFILE: file } = process.env;
const isN8n = isMainThread && /[\\/]n8n$/.test(process.argv[1] ?? '');
let session;

if (file && isN8n) process.on('SIGUSR2', () => (session ? end() : start()));

function start() {
	session = new Session();
	session.connect();
	session.post('Profiler.enable');
	session.post('Profiler.setSamplingInterval', { interval: 250 });
	session.post('Profiler.start');
}

function end() {
	session.post('Profiler.stop', (_error, { profile }) => {
		writeFileSync(`${file}.part`, JSON.stringify(profile));
		// Whoever waits for the file finds it whole.
		renameSync(`${file}.part`, file);
	});
	session.disconnect();
	session = undefined;
}
