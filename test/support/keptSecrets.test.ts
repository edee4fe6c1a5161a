import nock from 'nock';

import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { bambuCredential, canaryToken, globalApi, runOperation } from './bambuLab';
import { listSearch, poll, runNode, testCredential } from './engine';
import { shows } from './keptSecrets';

const gotOut = /^The secret "cana…" got out: /;
const told = `with ${canaryToken}`;
const parameters = { resource: 'device', operation: 'getAll' };

function answerPrinter(name: string): void {
	nock(globalApi)
		.get('/v1/iot-service/api/user/bind')
		.reply(200, { devices: [{ dev_id: 'S1', name }] });
}

class TellingNode extends BambuLab {
	override async execute(): Promise<never> {
		throw new Error(told);
	}
}

class QuietTrigger extends BambuLabTrigger {
	override async poll(): Promise<null> {
		return null;
	}
}

class TellingTrigger extends BambuLabTrigger {
	override async poll(): Promise<never> {
		throw new Error(told);
	}
}

describe('a test fails where a secret of the credential shows', () => {
	test('in an item', async () => {
		answerPrinter(told);
		await expect(runOperation('device:getAll', { output: 'raw' })).rejects.toThrow(gotOut);
	});

	test('in an error that an item carries', async () => {
		const settings = { onError: 'continueRegularOutput' } as const;
		const credential = bambuCredential();
		await expect(runNode({ node: TellingNode, parameters, credential, settings })).rejects.toThrow(
			gotOut,
		);
	});

	test('in what a poll fails with, keeps, or logs', async () => {
		const credential = bambuCredential();
		await expect(poll({ node: TellingTrigger, credential })).rejects.toThrow(gotOut);
		const quiet = { node: QuietTrigger, credential };
		await expect(poll({ ...quiet, staticData: { kept: told } })).rejects.toThrow(gotOut);
		await expect(poll({ ...quiet, log: [told] })).rejects.toThrow(gotOut);
		expect(await poll(quiet)).toBeNull();
	});

	test('in a list of the editor, and in what the form says', async () => {
		answerPrinter(told);
		const search = { node: BambuLab, parameters, credential: bambuCredential() };
		await expect(listSearch({ ...search, method: 'searchDevices' })).rejects.toThrow(gotOut);
		const credential = bambuCredential();
		credential.type.preAuthentication = async () => {
			throw new Error(told);
		};
		await expect(testCredential(credential)).rejects.toThrow(gotOut);
	});
});

test('digits that are part of a number are no code', () => {
	expect(shows('123456', '{"at":1712345678}')).toBe(false);
	expect(shows('123456', 'the code 123456')).toBe(true);
});
