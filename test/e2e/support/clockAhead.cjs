// Loaded into n8n before its own code: its clock is ahead of the machine's by as many milliseconds as
// the file says that BAMBULAB_TEST_CLOCK names, as if that time had passed. Timers run as ever.
const { readFileSync, watchFile } = require('node:fs');

const file = process.env.BAMBULAB_TEST_CLOCK;
const MachineDate = Date;
const machineNow = Date.now.bind(Date);
const steadyNow = performance.now.bind(performance);
let ahead = 0;

function now() {
	return machineNow() + ahead;
}

function read() {
	ahead = Number(readFileSync(file, 'utf8')) || 0;
}

// n8n's task runner is handed this script too, but not the variable.
if (file) {
	read();
	watchFile(file, { interval: 100, persistent: false }, read);
	performance.now = () => steadyNow() + ahead;
	globalThis.Date = new Proxy(MachineDate, {
		apply: () => new MachineDate(now()).toString(),
		construct: (target, parts, asked) =>
			Reflect.construct(target, parts.length === 0 ? [now()] : parts, asked),
		get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
	});
	MachineDate.prototype.constructor = globalThis.Date;
}
