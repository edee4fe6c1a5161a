import type { Random } from './random';
import { userServiceTime } from './times';
import { coverPath, TASK_STATUS } from './taskRow';
import type { Message, Print, Sign } from './types';

const DAY = 86_400_000;
const HISTORY_MESSAGES = 40;

/** Payload objects that may stand as null beside the one that is filled. */
const PAYLOADS = [
	'design',
	'comment',
	'taskMessage',
	'designCommented',
	'instRating',
	'systemForWeb',
	'newBadgeReceived',
];

export const PRINT_MESSAGE = 6;

export function printMessage(print: Print, id: number): Message {
	return {
		id,
		type: PRINT_MESSAGE,
		isread: 0,
		createdAt: print.endsAt + 1000,
		payload: {
			taskMessage: {
				id: print.id,
				title: print.title,
				cover: coverPath(print),
				status: TASK_STATUS[print.outcome],
				deviceId: print.deviceId,
				deviceName: print.deviceName,
				designId: print.designId,
				detail: print.outcome === 'finished' ? 'Task Success' : 'Task Failed',
			},
		},
	};
}

/** Messages of the past, oldest first: prints that ended, and a few of the other kinds. */
export function createMessages(
	history: readonly Print[],
	until: number,
	takeId: () => number,
	random: Random,
): Message[] {
	const ended = [...history].sort((one, other) => one.endsAt - other.endsAt);
	const drafts = [
		...ended.slice(-HISTORY_MESSAGES).map((print) => printMessage(print, 0)),
		{
			type: 101,
			createdAt: until - 9 * DAY,
			payload: {
				from: null,
				systemForWeb: {
					systemInfo: {
						uid: 0,
						title: 'Welcome',
						bio: 'Thank you for joining.',
						content: '<p>Thank you for <b>joining</b>.</p>',
					},
				},
			},
		},
		{
			type: 201,
			createdAt: until - 4 * DAY,
			payload: {
				from: { uid: 3_100_222_222, name: 'Ben', handle: 'ben.makes', avatar: '' },
				designCommented: {
					designInfo: { id: 1204567, title: 'Cable comb', modelId: 'US0a1b2c3d4e5f67' },
					commentInfo: { id: 4_899_999, content: 'Fits <b>well</b>, thank you!', images: [] },
				},
			},
		},
		{
			type: 815,
			createdAt: until - 2 * DAY,
			payload: { from: null, newBadgeReceived: { badgeTitle: 'First hundred prints' } },
		},
	].sort((one, other) => one.createdAt - other.createdAt);
	return drafts.map((draft) => ({
		...draft,
		id: takeId(),
		isread: random.chance(0.7) ? 1 : 0,
	}));
}

export interface Sender {
	uid: number;
	name: string;
	avatar: string;
}

export function messageRow(
	message: Message,
	from: Sender,
	sign: Sign,
	hasNulls = false,
): Record<string, unknown> {
	const nulls = hasNulls ? Object.fromEntries(PAYLOADS.map((name) => [name, null])) : {};
	return {
		id: message.id,
		type: message.type,
		isread: message.isread,
		...nulls,
		from: { ...from, fanCount: 3, followCount: 5, likeCount: 0, isFollowed: false },
		...signCovers(message.payload, sign),
		createTime: userServiceTime(message.createdAt),
	};
}

function signCovers(payload: Record<string, unknown>, sign: Sign): Record<string, unknown> {
	const { taskMessage } = payload;
	if (typeof taskMessage !== 'object' || taskMessage === null) return payload;
	if (!('cover' in taskMessage) || typeof taskMessage.cover !== 'string') return payload;
	const { cover } = taskMessage;
	return {
		...payload,
		taskMessage: { ...taskMessage, cover: cover.startsWith('/') ? sign(cover) : cover },
	};
}
