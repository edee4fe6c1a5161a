// Loaded into n8n before its own code: at SIGUSR2 it collects garbage and writes to the file SOAK_MEMORY
// how much memory is left in use, and how many values the memories of our own modules hold.
const { Session } = require('node:inspector');
const { renameSync, writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const { SOAK_MEMORY: file } = process.env;
const isN8n = isMainThread && /[\\/]n8n$/.test(process.argv[1] ?? '');
const hook = Symbol.for('bambulab.soak');
const ourModule =
	/[\\/]n8n-nodes-bambulab-cloud[\\/]dist[\\/](?:nodes[\\/]BambuLab[\\/])?(.+)\.js$/;

if (file && isN8n) process.on('SIGUSR2', probe);

function probe() {
	const { rss } = process.memoryUsage();
	const session = new Session();
	session.connect();
	session.post('HeapProfiler.collectGarbage');
	const { heapUsed, external } = process.memoryUsage();
	const held = valuesHeld(session);
	session.disconnect();
	writeFileSync(`${file}.part`, JSON.stringify({ rss, heapUsed, external, held }));
	// Whoever waits for the file finds it whole.
	renameSync(`${file}.part`, file);
}

/** By variable of our modules: how many values stand in its maps, sets and objects of classes. */
function valuesHeld(session) {
	const held = {};
	const seen = new Set();
	for (const { filename, exports } of Object.values(require.cache)) {
		// Some files only pass on what another one exports.
		if (!ourModule.test(filename) || seen.has(exports)) continue;
		seen.add(exports);
		for (const [variable, value] of Object.entries(scopeOf(session, exports))) {
			if (isMemory(value)) held[variable] = (held[variable] ?? 0) + countValues(value);
		}
	}
	return held;
}

/** The variables of a module, as a debugger shows them, found through a function that it exports. */
function scopeOf(session, exports) {
	const inside = Object.values(Object(exports)).find((value) => typeof value === 'function');
	if (inside === undefined) return {};
	let variables = {};
	globalThis[hook] = { inside, take: ({ object }) => (variables = { ...object }) };
	const access = `globalThis[Symbol.for('bambulab.soak')]`;
	const { result } = call(session, 'Runtime.evaluate', { expression: `${access}.inside` });
	const scopes = internal(session, result.objectId, '[[Scopes]]');
	for (const { value } of call(session, 'Runtime.getProperties', { objectId: scopes }).result) {
		if (!/^Closure/.test(value.description)) continue;
		const functionDeclaration = `function () { ${access}.take(this); }`;
		call(session, 'Runtime.callFunctionOn', { objectId: value.objectId, functionDeclaration });
	}
	delete globalThis[hook];
	return variables;
}

function internal(session, objectId, name) {
	const { internalProperties } = call(session, 'Runtime.getProperties', { objectId });
	return internalProperties.find((property) => property.name === name).value.objectId;
}

/** In a session with its own process, the answer is there at once. */
function call(session, method, parameters) {
	let answer;
	session.post(method, parameters, (error, result) => {
		if (error) throw new Error(`${method}: ${error.message}`);
		answer = result;
	});
	return answer;
}

function isMemory(value) {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return Object.getPrototypeOf(value) !== Object.prototype;
}

function countValues(root) {
	const seen = new Set();
	const waiting = [root];
	let count = 0;
	while (waiting.length > 0) {
		const value = waiting.pop();
		count++;
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		seen.add(value);
		const isMap = value instanceof Map;
		if (isMap || value instanceof Set) waiting.push(...value.values());
		else waiting.push(...Object.values(value));
	}
	return count - 1;
}
