import { NOT_FOUND_PAGE } from '../http/pages';
import { json, type Reply } from '../http/reply';
import { userServiceTime } from '../world/times';
import { modelPage, modelRow, remarkRow } from '../world/makerworld';
import type { Cloud } from '../cloud';
import { numberQuery, owner, pageOf, type Call, type Handler, type Handlers } from './call';

/** Somebody else who publishes; he has what the account has. */
const OTHER = { uid: 3_100_222_222, name: 'Ben', handle: 'ben.makes' };
const BOOST_TOKENS = 2;
const GATED = json({ code: 403, error: 'The design is not available.' }, 403);
const NO_DESIGN = json({ code: 404, error: 'design not found' }, 404);

function profile(uid: number, names: { name: string; handle: string }, cloud: Cloud) {
	const { maker } = cloud.world;
	const total = (of: (model: (typeof maker.models)[number]) => number) =>
		maker.models.reduce((sum, model) => sum + of(model), 0);
	const hasPublished = cloud.settings.makerWorld === 'published';
	const [downloads, prints] = [total((model) => model.downloads), total((model) => model.prints)];
	return {
		uid,
		...names,
		avatar: '',
		fanCount: hasPublished ? maker.followers : 0,
		followCount: 5,
		isFollowed: false,
		likeCount: hasPublished ? total((model) => model.likes) : 0,
		collectionCount: 1500,
		// Equal to neither of the counts below, nor to their sum.
		downloadCount: hasPublished ? downloads + 221 : 0,
		favoritesCount: 2,
		publicInstanceUploadCount: 3,
		certificated: false,
		isDelete: false,
		setting: { isLikeOpen: 0, isFollowOpen: 0, isFanOpen: 0 },
		personal: hasPublished ? { bio: '', links: [], userLevel: { level: 4, gradeType: 1 } } : null,
		MWCount: hasPublished
			? {
					designCount: maker.models.length,
					myDesignDownloadCount: downloads,
					myInstanceDownloadCount: 200,
					myDesignPrintCount: prints,
					myInstancePrintCount: 310,
				}
			: null,
	};
}

/** A page of rows that may be longer than asked, or shorter, as the lists of models were seen to be. */
function designPage(rows: object[], call: Call, cloud: Cloud): Reply {
	const { offset, limit } = pageOf(call, cloud);
	const isLong = Math.floor(offset / Math.max(1, limit)) % 2 === 0;
	const size = cloud.settings.unevenPages ? Math.max(1, limit + (isLong ? 1 : -1)) : limit;
	return json({ total: rows.length, hits: rows.slice(offset, offset + size) });
}

function published(isOwn: boolean): Handler {
	return (call, cloud) => {
		const { maker } = cloud.world;
		const models = cloud.settings.makerWorld === 'published' ? maker.models : [];
		return designPage(
			models.map((model) => modelRow(model, maker, isOwn)),
			call,
			cloud,
		);
	};
}

const makers: Handlers = {
	getMyMakerProfile: (call, cloud) => {
		const { uid, nickname, handle } = owner(call);
		const { maker } = cloud.world;
		const point = maker.points.reduce((sum, { change }) => sum + change, 0);
		return json({
			...profile(uid, { name: nickname, handle }, cloud),
			point,
			pointRegular: point - 12.5,
			pointExclusive: 12.5,
			boost: BOOST_TOKENS,
			boostGained: maker.models.reduce((sum, { boosts }) => sum + boosts, 0),
			myLikeCount: 77,
			...maker.profile,
		});
	},

	getMakerProfile: ({ params }, cloud) => {
		const uid = Number(params.uid);
		return json({ ...profile(uid, OTHER, cloud), uid, ...cloud.world.maker.profile });
	},

	getMyDesigns: published(true),
	getUserDesigns: published(false),

	getDesign: (call, cloud) => {
		const { maker } = cloud.world;
		const model = maker.model(call.params.designId);
		if (model === undefined) return NO_DESIGN;
		if (model.isGated) return GATED;
		const { uid, nickname, handle } = owner(call);
		return json(modelPage(model, maker, { uid, name: nickname, handle }));
	},

	/** Pages end with an empty one; where they end by the total, the replies are missing from it. */
	getCommentsAndRatings: (call, cloud) => {
		const { maker } = cloud.world;
		const model = maker.model(call.query.designId);
		if (model === undefined) return NO_DESIGN;
		const { offset, limit } = pageOf(call, cloud);
		const remarks = maker.remarks.filter(({ modelId }) => modelId === model.id);
		const isNewestFirst = (numberQuery(call, 'sort') ?? 0) === 0;
		const sorted = isNewestFirst ? remarks : [...remarks].reverse();
		const ofKind = (wanted: string) => sorted.filter(({ kind }) => kind === wanted);
		const isApart = cloud.settings.comments === 'apart';
		const rows = (isApart ? [...ofKind('comment'), ...ofKind('ratingItem')] : sorted).map(
			remarkRow,
		);
		return json({ total: rows.length, hits: rows.slice(offset, offset + limit) });
	},

	getBoostTokens: () =>
		json({ availableTotal: BOOST_TOKENS, usedTotal: 9, expiredTotal: 1, total: 12, hits: [] }),

	getFavoriteLists: () =>
		json({ total: 1, hits: [{ id: 55_001, title: 'To print', cover: '', count: 7 }] }),

	getPointBill: (call, cloud) => {
		const { offset, limit } = pageOf(call, cloud);
		const { points } = cloud.world.maker;
		const sum = (sign: number) =>
			points.reduce((total, { change }) => total + Math.max(0, sign * change), 0);
		return json({
			total: points.length,
			totalIncome: sum(1),
			totalExpense: sum(-1),
			totalRegularIncome: sum(1),
			totalRegularExpense: sum(-1),
			totalExclusiveIncome: 0,
			totalExclusiveExpense: 0,
			hits: points.slice(offset, offset + limit).map(({ type, change, at }) => ({
				type,
				pointChange: change,
				pointChangeRegular: change,
				pointChangeExclusive: 0,
				pointTime: userServiceTime(at),
			})),
		});
	},
};

/** Where there is no MakerWorld, there is no such route. */
export const makerWorldHandlers: Handlers = Object.fromEntries(
	Object.entries(makers).map(([name, handler]) => [
		name,
		(call, cloud) =>
			cloud.settings.makerWorld === 'absent' ? NOT_FOUND_PAGE : handler(call, cloud),
	]),
);
