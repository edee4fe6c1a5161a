import { idText, isObject, type JsonObject } from '../../nodes/BambuLab/cloud/json';
import type { Answer } from './client';
import type { Values } from './endpoints';
import {
	hasUnsafeNumber,
	hoursBehind,
	isWithinAMinute,
	limitVerdict,
	modelIdForm,
	rowsOf,
	smallNumbers,
	usableId,
} from './facts';
import { moreQuestions } from './moreQuestions';

/** What a question may look at, and the few requests that it may add. */
export interface Evidence {
	/** Body of the last good answer of an operation. */
	bodyOf(operationId: string): unknown;
	bodies(): unknown[];
	/** One more request. Undefined where the contract has no such operation. */
	ask(operationId: string, values: Values): Promise<Answer | undefined>;
	askTarget(target: string): Promise<Answer>;
}

/** Something that nobody has published. Its answer must hold no value of the account. */
export interface Question {
	title: string;
	answer(evidence: Evidence): string | Promise<string>;
}

const MANY = 500;
const NOTHING = 'cannot tell: there is nothing to look at';

/** The event codes of messages: small numbers that say nothing of the account. */
function codesIn(body: unknown): string {
	const rows = rowsOf(body, 'hits');
	return rows.length === 0 ? 'no messages' : smallNumbers(rows.map(({ type }) => type));
}

export const questions: readonly Question[] = [
	{
		title: `What does \`my/tasks\` make of \`limit=${MANY}\`?`,
		answer: async (evidence) => limitOf(await evidence.ask('getTasks', { limit: MANY })),
	},
	{
		title: `What does \`my/messages\` make of \`limit=${MANY}\`?`,
		answer: async (evidence) => limitOf(await evidence.ask('getMessages', { limit: MANY })),
	},
	{
		title: 'Do messages come with a `total`?',
		answer: ({ bodyOf }) => {
			const body = bodyOf('getMessages');
			if (!isObject(body)) return NOTHING;
			return 'total' in body ? 'yes' : 'no';
		},
	},
	{
		title: 'Which `status` do tasks have?',
		answer: ({ bodyOf }) =>
			smallNumbers(rowsOf(bodyOf('getTasks'), 'hits').map(({ status }) => status)),
	},
	{
		title: 'Do tasks of status 1 and 4 end within a minute of their start?',
		answer: ({ bodyOf }) => {
			const told = [1, 4].flatMap((state) => {
				const rows = rowsOf(bodyOf('getTasks'), 'hits').filter(({ status }) => status === state);
				return rows.length === 0 ? [] : [`${state}: ${shareOf(rows, isShort)}`];
			});
			return told.join('; ') || NOTHING;
		},
	},
	{
		title: 'Does `status=3` on `my/tasks` filter?',
		answer: async ({ ask }) => {
			const answer = await ask('getTasks', { status: 3, limit: 20 });
			return filterVerdict(answer, 'status');
		},
	},
	{
		title: 'Which messages does the list without `type` hold?',
		answer: ({ bodyOf }) => codesIn(bodyOf('getMessages')),
	},
	...[1, 2, 3, 4, 5, 6].map((type) => ({
		title: `What does \`type=${type}\` on \`my/messages\` give?`,
		answer: async ({ ask }: Evidence) => {
			const answer = await ask('getMessages', { type, limit: 20 });
			if (answer?.problem !== undefined) return `refused with status ${answer.status}`;
			return codesIn(answer?.body);
		},
	})),
	{
		title: 'Does the list of comments end with its `total`?',
		answer: ({ bodyOf }) => {
			const body = bodyOf('getCommentsAndRatings');
			if (!isObject(body)) return NOTHING;
			const count = rowsOf(body, 'hits').length;
			return body.total === count ? 'the first page holds its total' : 'the first page holds less';
		},
	},
	{
		title: 'Does `after` on `my/messages` do anything?',
		answer: async ({ bodyOf, ask }) => {
			const [first, second] = rowsOf(bodyOf('getMessages'), 'hits');
			const after = usableId(second?.id);
			if (!first || after === '') return NOTHING;
			const answer = await ask('getMessages', { after, limit: 2 });
			const [row] = rowsOf(answer?.body, 'hits');
			if (answer?.problem !== undefined) return `refused with status ${answer.status}`;
			if (!row) return 'yes: nothing came';
			return idText(row.id) === idText(first.id)
				? 'no: the first page came'
				: 'yes: other rows came';
		},
	},
	{
		title: 'Does a single preset need `version`?',
		answer: async ({ bodyOf, ask }) => {
			const preset = bodyOf('getSlicerSettings');
			const ids = ['filament', 'print', 'printer'].flatMap((type) =>
				isObject(preset)
					? rowsOf(preset[type], 'private').concat(rowsOf(preset[type], 'public'))
					: [],
			);
			const settingId = usableId(ids[0]?.setting_id);
			if (settingId === '') return NOTHING;
			const answer = await ask('getSlicerSetting', { settingId });
			return answer === undefined ? NOTHING : `without it, status ${answer.status} comes`;
		},
	},
	{
		title: 'Does `slicer/resource` take encoded slashes in its keys?',
		answer: async ({ askTarget }) => {
			const target = '/v1/iot-service/api/slicer/resource?slicer%2Fplugins%2Fcloud=01.01.00.00';
			const { status, problem, body } = await askTarget(target);
			if (problem !== undefined) return `refused with status ${status}`;
			return rowsOf(body, 'resources').length > 0 ? 'yes' : 'no: no resource came';
		},
	},
	{
		title: 'Which tasks does the printer service tell of?',
		answer: async ({ bodyOf, ask }) => {
			const kinds = new Map<string, JsonObject>();
			for (const task of rowsOf(bodyOf('getTasks'), 'hits')) {
				const kind = kindOfTask(task);
				const isNew = !kinds.has(kind) && kinds.size < MOST_KINDS;
				if (isNew && usableId(task.id) !== '') kinds.set(kind, task);
			}
			const told: string[] = [];
			for (const [kind, { id }] of kinds) {
				const answer = await ask('getIotTask', { taskId: usableId(id) });
				if (answer) told.push(`${kind}: status ${answer.status}`);
			}
			return told.join('; ') || NOTHING;
		},
	},
	{
		title: 'How far is `create_time` of the printer service behind `startTime` of the same task?',
		answer: ({ bodyOf }) => {
			const task = bodyOf('getIotTask');
			if (!isObject(task)) return NOTHING;
			const same = rowsOf(bodyOf('getTasks'), 'hits').find(
				({ modelId, profileId }) =>
					idText(modelId) === idText(task.model_id) &&
					idText(profileId) === idText(task.profile_id),
			);
			return hoursBehind(task.create_time, same?.startTime) ?? NOTHING;
		},
	},
	{
		title: 'How far is `update_time` of a project behind `startTime` of its last task?',
		answer: ({ bodyOf }) => {
			const tasks = rowsOf(bodyOf('getTasks'), 'hits');
			const found = rowsOf(bodyOf('getProjects'), 'projects').flatMap((project) => {
				const same = tasks.find(({ modelId }) => idText(modelId) === idText(project.model_id));
				return hoursBehind(project.update_time, same?.startTime) ?? [];
			});
			return [...new Set(found)].slice(0, 3).join('; ') || NOTHING;
		},
	},
	{
		title: 'How far is `update_time` of a preset behind its own `setting.updated_time`?',
		answer: ({ bodyOf }) => {
			const preset = bodyOf('getSlicerSetting');
			if (!isObject(preset) || !isObject(preset.setting)) return NOTHING;
			return hoursBehind(preset.update_time, preset.setting.updated_time) ?? NOTHING;
		},
	},
	{
		title: 'Of which form are the ids of models?',
		answer: ({ bodyOf }) => {
			const ids = rowsOf(bodyOf('getTasks'), 'hits').map(({ modelId }) => modelIdForm(modelId));
			return [...new Set(ids)].slice(0, 5).join('; ') || NOTHING;
		},
	},
	{
		title: 'Does firmware without `dev_id` come for all printers?',
		answer: ({ bodyOf }) => {
			const bound = rowsOf(bodyOf('getBoundDevices'), 'devices');
			const told = rowsOf(bodyOf('getDeviceVersions'), 'devices');
			if (bound.length === 0) return NOTHING;
			const ids = told.map(({ dev_id: id }) => id);
			return shareOf(bound, ({ dev_id: id }) => ids.includes(id));
		},
	},
	{
		title: 'Are the fields of a task in `user/print` ever filled?',
		answer: ({ bodyOf }) => {
			const devices = rowsOf(bodyOf('getPrintStatus'), 'devices');
			if (devices.length === 0) return NOTHING;
			return shareOf(devices, ({ task_id: id }) => id !== null && id !== undefined);
		},
	},
	{
		title: 'Are there whole numbers above 2^53?',
		answer: ({ bodies }) => (bodies().some(hasUnsafeNumber) ? 'yes' : 'no'),
	},
	...moreQuestions,
];

const MOST_KINDS = 4;

function isShort({ startTime, endTime }: JsonObject): boolean {
	return isWithinAMinute(startTime, endTime);
}

function kindOfTask({ mode, designId }: JsonObject): string {
	const known = mode === 'cloud_file' || mode === 'lan_file' ? mode : 'another mode';
	return `${known}, ${idText(designId) === '0' || idText(designId) === '' ? 'own model' : 'from MakerWorld'}`;
}

function shareOf(rows: JsonObject[], holds: (row: JsonObject) => boolean): string {
	const found = rows.filter(holds).length;
	return found === 0 ? 'none' : found === rows.length ? 'all' : 'some';
}

function limitOf(answer: Answer | undefined): string {
	if (answer === undefined) return NOTHING;
	if (answer.problem !== undefined) return `refuses with status ${answer.status}`;
	const total = isObject(answer.body) ? answer.body.total : undefined;
	return limitVerdict(MANY, rowsOf(answer.body, 'hits').length, total);
}

function filterVerdict(answer: Answer | undefined, field: string): string {
	if (answer === undefined) return NOTHING;
	if (answer.problem !== undefined) return `refused with status ${answer.status}`;
	return `rows of ${field}: ${smallNumbers(rowsOf(answer.body, 'hits').map((row) => row[field]))}`;
}
