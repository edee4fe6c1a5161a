// Loaded into a process before its own code. Its standard input is a pipe from the process that
// started it, which closes when that one ends, however it ends: then this one stops as on SIGTERM,
// with all that it has started itself.
const { isMainThread } = require('node:worker_threads');

// Threads load this too, and their standard input closes at once.
if (isMainThread) {
	process.stdin.on('error', () => {}).on('close', stop);
	process.stdin.resume();
	process.stdin.unref?.();
}

function stop() {
	try {
		process.kill(-process.pid, 'SIGTERM');
		// npm takes its time to undo what it has done so far, which nobody waits for.
		setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 4000).unref();
	} catch {
		// Windows has no process groups, and its SIGTERM would leave no time to clean up.
		const isHandled = process.emit('SIGTERM', 'SIGTERM');
		if (!isHandled) process.exit(1);
	}
}
