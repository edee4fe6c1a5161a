import { userServiceTime } from './times';
import type { Random } from './random';

const DAY = 86_400_000;

/** A published model. What was set from outside wins over what stands here. */
export interface Model {
	id: number;
	title: string;
	createdAt: number;
	downloads: number;
	prints: number;
	likes: number;
	boosts: number;
	/** Belongs to points, a purchase, or another region: its own page answers 403. */
	isGated: boolean;
	fixed: Record<string, unknown>;
}

export interface Remark {
	id: number;
	modelId: number;
	kind: 'comment' | 'ratingItem';
	createdAt: number;
	from: { uid: number; name: string };
	content: string;
	/** Of a rating. */
	score: number;
}

interface PointEntry {
	type: string;
	change: number;
	at: number;
}

/** Replies to comments and ratings are not in their list, so the model counts more. */
const UNLISTED_REPLIES = 3;
const PROFILE_ID = 1_310_222;
const BEN = { uid: 3_100_222_222, name: 'Ben' };
const CLEO = { uid: 3_100_333_333, name: 'Cleo' };

function slugOf(title: string): string {
	return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** What the account has on MakerWorld. */
export class MakerWorld {
	/** Newest first. */
	readonly models: Model[];
	/** Newest first. */
	readonly remarks: Remark[] = [];
	/** Newest first. */
	readonly points: PointEntry[] = [];
	/** Fields of the profile set from outside; they win. */
	readonly profile: Record<string, unknown> = {};
	followers = 120;
	private nextId = 4_900_000;

	constructor(now: number, random: Random) {
		const titles = ['Cable comb', 'Headphone stand', 'Wall hook'];
		this.models = titles.map((title, index) => ({
			id: [1_204_567, 903_112, 998_871][index] ?? 0,
			title,
			createdAt: now - (40 + index * 100) * DAY,
			downloads: 390 + index * 211,
			prints: 520 + index * 90,
			likes: 90 + index * 13,
			boosts: 3 + index,
			isGated: false,
			fixed: {},
		}));
		const [comb] = this.models;
		for (let index = 0; comb !== undefined && index < 44; index++) {
			const at = now - (44 - index) * (DAY / 2) - random.whole(1, 1000) * 1000;
			if (index % 3 === 0) this.rate(comb, { score: 4 + (index % 2), content: '', from: CLEO, at });
			else this.comment(comb, { content: `Comment ${index + 1}`, from: BEN, at });
		}
		for (let index = 0; index < 40; index++) {
			const at = now - (40 - index) * DAY;
			if (index % 5 === 4) this.pay('gift_card', -17.5, at);
			else this.pay('instance_reward_v2', 12, at);
		}
	}

	model(id: unknown): Model | undefined {
		return this.models.find((model) => String(model.id) === String(id));
	}

	publish(title: string, at: number): Model {
		const newest = Math.max(...this.models.map(({ id }) => id), 1_300_000);
		const none = { downloads: 0, prints: 0, likes: 0, boosts: 0 };
		const model = { id: newest + 7, title, createdAt: at, ...none, isGated: false, fixed: {} };
		this.models.unshift(model);
		return model;
	}

	comment(model: Model, remark: { content: string; from?: Remark['from']; at: number }): Remark {
		return this.add(model, 'comment', { ...remark, score: 0 });
	}

	rate(
		model: Model,
		remark: { content: string; score: number; from?: Remark['from']; at: number },
	): Remark {
		return this.add(model, 'ratingItem', remark);
	}

	pay(type: string, change: number, at: number): void {
		this.points.unshift({ type, change, at });
	}

	private add(
		model: Model,
		kind: Remark['kind'],
		{
			content,
			score,
			from = BEN,
			at,
		}: { content: string; score: number; from?: Remark['from']; at: number },
	): Remark {
		const remark: Remark = {
			id: ++this.nextId,
			modelId: model.id,
			kind,
			createdAt: at,
			from,
			content,
			score,
		};
		this.remarks.unshift(remark);
		return remark;
	}
}

function counts(model: Model, world: MakerWorld) {
	const remarks = world.remarks.filter(({ modelId }) => modelId === model.id);
	return {
		likeCount: model.likes,
		collectionCount: model.likes + 50,
		printCount: model.prints,
		downloadCount: model.downloads,
		boostCnt: model.boosts,
		commentCount: remarks.filter(({ kind }) => kind === 'comment').length,
	};
}

function head(model: Model) {
	return {
		id: model.id,
		title: model.title,
		slug: slugOf(model.title),
		coverUrl: `https://makerworld.example/${model.id}.png`,
		createTime: userServiceTime(model.createdAt),
	};
}

/** A row of a list: its own one tells more, and both count fewer comments than there are. */
export function modelRow(model: Model, world: MakerWorld, isOwn: boolean): Record<string, unknown> {
	return {
		...head(model),
		...(isOwn
			? { status: 1, opStatus: 0, shareCount: 4, readCount: model.downloads * 18 }
			: { isExclusive: false }),
		...counts(model, world),
		...(isOwn && { offlineInstCnt: 0, instances: [{ id: PROFILE_ID }] }),
		...model.fixed,
	};
}

/** The model itself, with its exact counts. */
export function modelPage(
	model: Model,
	world: MakerWorld,
	creator: { uid: number; name: string; handle: string },
): Record<string, unknown> {
	const remarks = world.remarks.filter(({ modelId }) => modelId === model.id);
	const ratings = remarks.filter(({ kind }) => kind === 'ratingItem');
	return {
		...head(model),
		modelId: `US${model.id.toString(16).padStart(14, '0')}`,
		summary: '<p>A <b>model</b> of mine &amp; yours</p>',
		license: 'BY-SA',
		designCreator: { ...creator, avatar: '' },
		tags: ['cable'],
		categories: [{ id: 400, name: 'Tools' }],
		...counts(model, world),
		commentCount: remarks.length + UNLISTED_REPLIES,
		defaultInstanceId: PROFILE_ID,
		instances: [
			{
				id: PROFILE_ID,
				profileId: 712_300_011,
				title: '0.2 mm layer',
				isDefault: true,
				cover: '',
				instanceCreator: { uid: creator.uid, name: creator.name },
				instanceFilaments: [{ type: 'PLA', color: '#00AE42', usedG: '41.7' }],
				needAms: false,
				downloadCount: Math.round(model.downloads * 0.8),
				ratingCount: ratings.length,
				ratingScoreTotal: ratings.reduce((sum, { score }) => sum + score, 0),
			},
		],
		...model.fixed,
	};
}

export function remarkRow(remark: Remark): Record<string, unknown> {
	const { id, kind, content, score, createdAt, from } = remark;
	const shared = { id, content, createTime: userServiceTime(createdAt), creator: from, images: [] };
	if (kind === 'comment') return { comment: { ...shared, likeCount: 1, replyCount: 0 } };
	return { ratingItem: { ...shared, instanceId: PROFILE_ID, score, successPrinted: true } };
}
