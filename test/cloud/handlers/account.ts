import { NOT_FOUND_PAGE } from '../http/pages';
import { json } from '../http/reply';
import type { Account } from '../signIn/accounts';
import { owner, type Handlers } from './call';
import type { Cloud } from '../cloud';

/** A printer that waits to be bound shows such a ticket. */
const TICKETS: Record<string, { source: string; isValid: boolean }> = {
	ABC123: { source: 'device', isValid: true },
	XYZ789: { source: 'device', isValid: false },
};

export const accountHandlers: Handlers = {
	getPreference: (call, cloud) => {
		const account = owner(call);
		return json({
			uid: account.uid,
			name: account.nickname,
			handle: account.handle,
			avatar: avatar(account, cloud),
			bio: '',
			links: ['https://example.org'],
			backgroundUrl: '',
			recommendStatus: 1,
			deviceLiveView: 0,
			isModelSave: 1,
		});
	},

	getMyProfile: (call, cloud) => {
		const account = owner(call);
		const ended = cloud.world.prints.filter((print) => print.ended);
		const sum = (value: (print: (typeof ended)[number]) => number) =>
			Math.round(ended.reduce((total, print) => total + value(print), 0));
		return json({
			uid: account.uid,
			uidStr: String(account.uid),
			account: account.name,
			name: account.nickname,
			avatar: avatar(account, cloud),
			fanCount: 3,
			followCount: 5,
			identifier: 1,
			productModels: [],
			personal: {
				bio: '',
				links: [],
				taskWeightSum: sum((print) => print.weight),
				taskLengthSum: sum((print) => print.weight * 33.5),
				taskTimeSum: sum((print) => (print.endsAt - print.startsAt) / 1000),
				backgroundUrl: '',
				designsInfo: [],
				userLevel: { level: 2, gradeType: 0 },
			},
			point: 40,
			bannedPermission: { whole: false, comment: false, upload: false, redeem: false },
			setting: {
				isLikeOpen: 0,
				isFollowOpen: 0,
				isFanOpen: 0,
				isFirmwareBetaOpen: false,
				recommendStatus: 1,
			},
		});
	},

	getTicket: ({ params }) => {
		const ticket = TICKETS[params.ticketId ?? ''];
		return ticket ? json(ticket) : NOT_FOUND_PAGE;
	},
};

function avatar(account: Account, cloud: Cloud): string {
	return `${cloud.filesUrl}/avatar/${account.uid}.png`;
}
