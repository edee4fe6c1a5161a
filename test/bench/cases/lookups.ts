import { withLab } from '../lab';
import { inTurn, requests, seconds } from '../turns';
import {
	EDIT_FIELDS,
	httpLookups,
	httpRequest,
	ourLookups,
	ourNode,
	PRINTERS,
	workflow,
} from '../workflows';
import type { Case } from './case';

const LOOKUPS = 1000;

/** B3: lookups that take a while. HTTP Request has all of them in flight; ours at most as many as the option allows. */
export const slowLookups: Case = async (runs) =>
	await withLab(async (lab) => {
		const target = await lab.target({ history: 10_000 });
		const input = (await target.cloud.taskIds(LOOKUPS)).map((id) => ({ id }));
		await target.cloud.setLatency(50);
		const turnsWith = async (concurrentRequests: number) =>
			await inTurn(lab, target, {
				theirs: workflow([httpLookups(target)], input),
				ours: workflow([ourLookups(target, { concurrentRequests })], input),
				runs,
			});
		const turns = await turnsWith(32);
		const fewer = await turnsWith(16);
		return {
			findings: [
				{
					what: '1,000 lookups, 50 ms latency, 32 in flight: time',
					unit: 's',
					...seconds(turns),
					goal: { ratio: 1 },
				},
				{ what: 'the same, 16 in flight: time', unit: 's', ...seconds(fewer), goal: { ratio: 1 } },
				{ what: 'requests', unit: 'count', ...requests(turns) },
			],
			notes: [
				'HTTP Request sends all 1,000 at once, and cannot be held to fewer at a time. With 16 in flight nothing can be faster than 3.1 s.',
			],
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
		const printerLookups = (value: string) => {
			const deviceId = { __rl: true, mode: 'id', value };
			return ourNode(target, { resource: 'device', operation: 'get', deviceId });
		};
		const printersBy = async (value: string) =>
			await inTurn(lab, target, {
				theirs: workflow([httpRequest(target, `${target.cloud.apiUrl}${PRINTERS}`)], serials),
				ours: workflow([printerLookups(value)], serials),
				runs,
			});
		const printers = await printersBy('={{ $json.id }}');
		const besideOneExpression = await inTurn(lab, target, {
			theirs: workflow([EDIT_FIELDS], serials),
			ours: workflow([printerLookups('={{ $json.id }}')], serials),
			runs,
		});
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
				{
					what: 'the same, beside a node that only evaluates that expression: time per item',
					unit: 'ms',
					against: 'Edit Fields',
					...each(seconds(besideOneExpression)),
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
				'A lookup of a printer by an expression takes what n8n takes to evaluate one expression for each item; no node can do with less. What holds no expression is read once per execution.',
			],
		};
	});
