// Runs a program that is none of Node's, and so cannot load quitWithParent.cjs itself: this does, hands
// the signal on, and removes the program's folder when all is over.
// Usage: runService.cjs '{"command": …, "args": […], "signal": …, "folder": …, "uid": …, "gid": …}'
const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');

const { command, args, signal, folder, uid, gid } = JSON.parse(process.argv[2]);
const program = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], uid, gid });
program.on('error', (error) => {
	console.error(error.message);
	end(1);
});
program.on('exit', (code) => end(code ?? 1));
process.on('SIGTERM', () => program.kill(signal));

function end(code) {
	rmSync(folder, { recursive: true, force: true });
	process.exit(code);
}
