import { readOptions } from '../../sandbox/options';
import { defaultUserFolder } from '../../sandbox/paths';
import { UserProblem } from '../../sandbox/say';

describe('the options of npm start', () => {
	it('start the simulated cloud on the usual ports by default', () => {
		expect(readOptions([])).toEqual({
			help: false,
			real: false,
			fresh: false,
			userFolder: defaultUserFolder(false),
			port: 5678,
			cloudPort: 8787,
			speed: 60,
			print: true,
			reinstall: false,
		});
	});

	it('let all follow another port, so that two run side by side', () => {
		expect(readOptions(['--port', '5778'])).toMatchObject({
			userFolder: `${defaultUserFolder(false)}-5778`,
			port: 5778,
			cloudPort: 8887,
		});
		expect(readOptions(['--port', '65000']).cloudPort).toBe(8787);
		expect(readOptions(['--port', '5678']).userFolder).toBe(defaultUserFolder(false));
	});

	it('keep a real account in a folder of its own', () => {
		expect(readOptions(['--real']).userFolder).toBe(defaultUserFolder(true));
		expect(defaultUserFolder(true)).not.toBe(defaultUserFolder(false));
	});

	it.each([
		[['--port', '80a'], '--port takes a port from 1 to 65535, not "80a"'],
		[['--cloud-port', '65535'], '--cloud-port takes a port from 1 to 65532, not "65535"'],
		[['--speed', '0'], '--speed takes a number above 0, not "0"'],
		[['--real', '--no-print'], '--real has no simulated cloud'],
		[['--prot', '1'], "Unknown option '--prot'"],
	])('%j is refused with a sentence and a way out', (args, sentence) => {
		expect(() => readOptions(args)).toThrow(UserProblem);
		expect(() => readOptions(args)).toThrow(sentence);
		expect(() => readOptions(args)).toThrow('"npm start -- --help" lists the options.');
	});
});
