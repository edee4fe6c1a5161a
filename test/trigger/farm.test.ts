import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { forgetRateLimiters } from '../support/forget';
import { poll } from '../../nodes/BambuLab/trigger/poll';
import { stubContext } from './support/stubContext';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

const now = Date.parse('2026-08-14T12:00:00Z');
const hour = 3_600_000;

interface FarmTask {
	id: number;
	deviceId: string;
	start: number;
	end: number;
}

let farms = 0;

/** So many printers that print one after the other, each as long as `hours` says. */
class Farm {
	clock = now;
	requests: string[] = [];
	private readonly tasks: FarmTask[] = [];
	private readonly staticData: IDataObject = {};
	private readonly nodeId = `farm ${++farms}`;

	constructor(
		private readonly printers: number,
		hours: (printer: number) => number,
		historyHours: number,
	) {
		for (let printer = 0; printer < printers; printer++) {
			const each = hours(printer) * hour;
			// All are at another point of their print.
			let start = now - ((printer * 0.618) % 1) * each;
			while (start + each > now - historyHours * hour) {
				this.tasks.push(this.task(printer, start, start + each));
				start -= each;
			}
		}
		this.tasks.sort((a, b) => b.start - a.start);
		this.tasks.forEach((task, index) => (task.id = 7_000_000_000 - index));
		jest.spyOn(Date, 'now').mockImplementation(() => this.clock);
		jest.spyOn(performance, 'now').mockImplementation(() => this.clock - now + 1000);
	}

	private task(printer: number, start: number, end: number): FarmTask {
		return { id: 0, deviceId: `P${printer}`, start, end };
	}

	private rows(deviceId: string | null) {
		return this.tasks
			.filter((task) => deviceId === null || task.deviceId === deviceId)
			.map(({ id, deviceId: printer, start, end }) => ({
				id,
				deviceId: printer,
				deviceName: printer,
				startTime: new Date(start).toISOString(),
				endTime: new Date(end > this.clock ? start + 19_000 : end).toISOString(),
				status: end > this.clock ? 4 : 2,
			}));
	}

	private answer({ pathname, searchParams }: URL): object {
		if (pathname.endsWith('/preference')) return { uid: 7 };
		const deviceId = searchParams.get('deviceId');
		const [offset, limit] = ['offset', 'limit'].map((name) => Number(searchParams.get(name)));
		this.requests.push(deviceId ?? `${pathname.split('/').at(-1)} ${offset}`);
		if (pathname.endsWith('/bind')) {
			const devices = Array.from({ length: this.printers }, (_, printer) => ({
				dev_id: `P${printer}`,
				online: true,
				print_status: 'RUNNING',
			}));
			return { devices };
		}
		const rows = this.rows(deviceId);
		return { total: rows.length, hits: rows.slice(offset, (offset ?? 0) + (limit ?? 0)) };
	}

	/** Ids of the tasks that run. */
	get running(): number[] {
		return this.tasks.filter(({ end }) => end > this.clock).map(({ id }) => id);
	}

	/** Ids of the events of a poll. */
	async poll(
		activation: 'activate' | 'update' = 'update',
		{ events = ['taskFinished'], options = {} }: { events?: string[]; options?: IDataObject } = {},
	): Promise<unknown[]> {
		forgetRateLimiters();
		this.requests = [];
		const context: IPollFunctions = stubContext({
			nodeId: this.nodeId,
			activation,
			parameters: { events, options: { waitForFilament: false, ...options } },
			staticData: this.staticData,
			answer: async (target) => ({ status: 200, body: this.answer(target) }),
		});
		return ((await poll(context))?.[0] ?? []).map(({ json }) => json.eventId);
	}
}

afterEach(() => jest.restoreAllMocks());

test('where 500 printers print, a poll takes six requests at most, and none is missed', async () => {
	const farm = new Farm(500, (printer) => 0.5 + (printer % 20) / 2, 40);
	expect(await farm.poll('activate')).toEqual([]);
	expect(await farm.poll()).toEqual([]);
	expect(await farm.poll()).toEqual([]);
	const told: unknown[] = [];
	const before = new Set(farm.running);
	for (let minute = 0; minute < 30; minute++) {
		farm.clock += hour / 60;
		told.push(...(await farm.poll()));
		expect(farm.requests.length).toBeLessThanOrEqual(6);
	}
	const running = new Set(farm.running);
	for (let minute = 0; minute < 10; minute++) told.push(...(await farm.poll()));
	for (const id of before) if (!running.has(id)) expect(told).toContain(`taskFinished:${id}`);
});

test('a print that runs below all that the first poll can read is told when it ends', async () => {
	const farm = new Farm(60, (printer) => (printer === 30 ? 90 : 0.5), 200);
	expect(await farm.poll('activate')).toEqual([]);
	expect(farm.requests.filter((request) => request.startsWith('tasks'))).toHaveLength(20);
	expect(farm.requests.slice(-2)).toEqual(['bind 0', 'P30']);
	expect(await farm.poll()).toEqual([]);
	expect(farm.requests).toContain('P30');
	expect(farm.requests.length).toBeLessThanOrEqual(6);
	farm.clock += 100 * hour;
	expect(await farm.poll()).toContainEqual(expect.stringMatching(/^taskFinished:/));
	expect(farm.requests).toContain('P30');
});

test('what is printing on publishing is told once, also below all that the first poll can read', async () => {
	const farm = new Farm(60, (printer) => (printer === 30 ? 90 : 0.5), 200);
	const wishes = { events: ['taskCreated'], options: { onActivation: 'running' } };
	const created = farm.running.map((id) => `taskCreated:${id}`);
	expect((await farm.poll('activate', wishes)).sort()).toEqual(created.sort());
	expect(created).toHaveLength(60);
	expect(farm.requests.at(-1)).toBe('P30');
	expect(await farm.poll('update', wishes)).toEqual([]);
	expect(await farm.poll('activate', wishes)).toEqual([]);
});
