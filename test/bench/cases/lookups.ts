import { withLab } from '../lab';
import { inTurn, requests, seconds } from '../turns';
import { httpLookups, httpRequest, ourLookups, ourNode, PRINTERS, workflow } from '../workflows';
import type { Case } from './case';

const LOOKUPS = 1000;

/** B3: lookups that take a while, 16 in flight. */
export const slowLookups: Case = async (runs) =>
	await withLab(async (lab) => {
		const target = await lab.target({ history: 10_000 });
		const input = (await target.cloud.taskIds(LOOKUPS)).map((id) => ({ id }));
		await target.cloud.setLatency(50);
		const turns = await inTurn(lab, target, {
			theirs: workflow([httpLookups(target)], input),
			ours: workflow([ourLookups(target, { concurrentRequests: 16 })], input),
			runs,
		});
		return {
			findings: [
				{
					what: '1,000 lookups, 50 ms latency, 16 in flight: time',
					unit: 's',
					...seconds(turns),
					goal: { ratio: 1 },
				},
				{ what: 'requests', unit: 'count', ...requests(turns) },
			],
			notes: [],
		};
	});

/** B4: lookups that are answered at once, and many items that need the same answer. */
export const fastLookups: Case = async (runs) =>
	await withLab(async (lab) => {
		const target = await lab.target({ history: 10_000 });
		const input = (await target.cloud.taskIds(LOOKUPS)).map((id) => ({ id }));
		const tasks = await inTurn(lab, target, {
			theirs: workflow([httpLookups(target)], input),
			ours: workflow([ourLookups(target)], input),
			runs,
		});
		type Bound = { devices: Array<{ dev_id: string }> };
		const { devices } = await target.cloud.get<Bound>(PRINTERS);
		const serials = input.map((_, index) => ({ id: devices[index % devices.length]?.dev_id }));
		const printersBy = async (value: string) => {
			const deviceId = { __rl: true, mode: 'id', value };
			const parameters = { resource: 'device', operation: 'get', deviceId };
			return await inTurn(lab, target, {
				theirs: workflow([httpRequest(target, `${target.cloud.apiUrl}${PRINTERS}`)], serials),
				ours: workflow([ourNode(target, parameters)], serials),
				runs,
			});
		};
		const printers = await printersBy('={{ $json.id }}');
		const [first] = devices;
		const same = await printersBy(first?.dev_id ?? '');
		const each = ({ theirs, ours }: { theirs: number[]; ours: number[] }) => ({
			theirs: theirs.map((value) => (value * 1000) / LOOKUPS),
			ours: ours.map((value) => (value * 1000) / LOOKUPS),
		});
		return {
			findings: [
				{
					what: '1,000 lookups of prints, no latency: time per item',
					unit: 'ms',
					...each(seconds(tasks)),
					goal: { ratio: 1 },
				},
				{
					what: '1,000 lookups of printers by an expression: time per item',
					unit: 'ms',
					...each(seconds(printers)),
					goal: { ratio: 0.05 },
				},
				{ what: 'requests', unit: 'count', ...requests(printers) },
				{
					what: '1,000 lookups of one printer, chosen without an expression: time per item',
					unit: 'ms',
					...each(seconds(same)),
					goal: { ratio: 0.05 },
				},
			],
			notes: [
				'n8n takes 0.3 to 0.4 ms to evaluate one expression, which is most of what a lookup of a printer by an expression takes.',
			],
		};
	});
