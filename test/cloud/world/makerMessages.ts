import type { Model, Remark } from './makerworld';
import type { World } from './world';

type From = Remark['from'];

function designInfoOf({ id, title }: Model) {
	return { id, title, cover: `https://makerworld.example/${id}.png` };
}

/* What others do on MakerWorld; the maker gets a message of it. */

export function commentOn(
	world: World,
	model: Model,
	{ content, from }: { content: string; from: From },
): Remark {
	const remark = world.maker.comment(model, { content, from, at: world.now() });
	world.addMessage(201, {
		from,
		designCommented: {
			designInfo: designInfoOf(model),
			commentInfo: { id: remark.id, uid: from.uid, content, images: [] },
		},
	});
	return remark;
}

export function rateModel(
	world: World,
	model: Model,
	{ content, from, score }: { content: string; from: From; score: number },
): Remark {
	const remark = world.maker.rate(model, { content, from, score, at: world.now() });
	world.addMessage(251, {
		from,
		instRating: {
			id: remark.id,
			designInfo: designInfoOf(model),
			instanceInfo: { id: 1_310_222, title: '0.2 mm layer' },
			score,
			content,
		},
	});
	return remark;
}

export function boostModel(world: World, model: Model, from: From): { boosts: number } {
	model.boosts++;
	world.addMessage(503, {
		from,
		pointDesignBoosted: {
			designId: model.id,
			designTitle: model.title,
			designBoostCnt: model.boosts,
			boostedByUsername: from.name,
		},
	});
	return { boosts: model.boosts };
}
