// Runs a program that is none of Node's, and so cannot load quitWithParent.cjs itself: this does, and
// hands the signal on. Usage: runService.cjs '{"command": …, "args": […], "signal": …, "uid": …}'
const { spawn } = require('node:child_process');

const { command, args, signal, uid, gid } = JSON.parse(process.argv[2]);
const program = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], uid, gid });
program.on('error', (error) => {
	console.error(error.message);
	process.exit(1);
});
program.on('exit', (code) => process.exit(code ?? 1));
process.on('SIGTERM', () => program.kill(signal));
