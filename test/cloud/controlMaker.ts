import type { ControlRoute } from './control';
import {
	BadControlRequest,
	booleanInput,
	knownNames,
	numberInput,
	objectInput,
	textInput,
} from './http/controlInput';
import type { Cloud } from './cloud';
import { boostModel, commentOn, rateModel } from './world/makerMessages';
import { modelRow, type Model } from './world/makerworld';

/** What happens on MakerWorld; as there, comments, ratings and boosts raise a message. */
export const makerRoutes: readonly ControlRoute[] = [
	{
		method: 'POST',
		path: '/models',
		run: ({ cloud, body }) => {
			const input = objectInput(body, 'A model');
			const title = textInput(input, 'title') ?? 'A new model';
			const model = cloud.world.maker.publish(title, cloud.world.now());
			changeModel(model, { ...input, title });
			cloud.world.addMessage(103, { from: null, designPublished: { designInfo: designOf(model) } });
			return rowOf(model, cloud);
		},
	},
	{
		method: 'PATCH',
		path: '/models/{id}',
		run: ({ cloud, parts, body }) => {
			const model = modelOf(cloud, parts[0]);
			changeModel(model, objectInput(body, 'A change of a model'));
			return rowOf(model, cloud);
		},
	},
	{
		method: 'DELETE',
		path: '/models/{id}',
		run: ({ cloud, parts }) => {
			const model = modelOf(cloud, parts[0]);
			cloud.world.maker.models.splice(cloud.world.maker.models.indexOf(model), 1);
			return { deleted: model.id };
		},
	},
	{
		method: 'POST',
		path: '/models/{id}/comments',
		run: ({ cloud, parts, body }) => {
			const model = modelOf(cloud, parts[0]);
			const input = objectInput(body, 'A comment');
			knownNames(input, ['content', 'from', 'score'], 'A comment');
			const score = numberInput(input, 'score');
			const from = { uid: 3_100_222_222, name: textInput(input, 'from') ?? 'Ben' };
			const content = textInput(input, 'content') ?? 'Fits well';
			if (score === undefined) return commentOn(cloud.world, model, { content, from });
			return rateModel(cloud.world, model, { content, from, score });
		},
	},
	{
		method: 'POST',
		path: '/models/{id}/boosts',
		run: ({ cloud, parts, body }) => {
			const model = modelOf(cloud, parts[0]);
			const input = objectInput(body, 'A boost');
			knownNames(input, ['from'], 'A boost');
			const from = { uid: 3_100_222_222, name: textInput(input, 'from') ?? 'Ben' };
			return boostModel(cloud.world, model, from);
		},
	},
	{
		method: 'POST',
		path: '/points',
		run: ({ cloud, body }) => {
			const input = objectInput(body, 'An entry of points');
			knownNames(input, ['type', 'points', 'spent'], 'An entry of points');
			const { maker } = cloud.world;
			const type = textInput(input, 'type') ?? 'instance_reward_v2';
			const change = (numberInput(input, 'points') ?? 0) - (numberInput(input, 'spent') ?? 0);
			maker.pay(type, change, cloud.world.now());
			return { entries: maker.points.length };
		},
	},
	{
		method: 'PATCH',
		path: '/maker',
		run: ({ cloud, body }) => {
			const { followers, ...fields } = objectInput(body, 'A change of the maker');
			const { maker } = cloud.world;
			maker.followers = numberInput({ followers }, 'followers') ?? maker.followers;
			return Object.assign(maker.profile, fields);
		},
	},
	{
		method: 'POST',
		path: '/messages/read',
		run: ({ cloud }) => {
			for (const message of cloud.world.messages) message.isread = 1;
			return { unread: 0 };
		},
	},
];

function designOf({ id, title }: Model) {
	return { id, title };
}

function rowOf(model: Model, cloud: Cloud) {
	return modelRow(model, cloud.world.maker, true);
}

function modelOf(cloud: Cloud, id = ''): Model {
	const model = cloud.world.maker.model(id);
	if (model === undefined) throw new BadControlRequest(`There is no model ${id}.`, 404);
	return model;
}

function changeModel(model: Model, input: Record<string, unknown>): void {
	const { downloads, prints, likes, boosts, title, gated, ...fixed } = input;
	model.downloads = numberInput({ downloads }, 'downloads') ?? model.downloads;
	model.prints = numberInput({ prints }, 'prints') ?? model.prints;
	model.likes = numberInput({ likes }, 'likes') ?? model.likes;
	model.boosts = numberInput({ boosts }, 'boosts') ?? model.boosts;
	model.title = textInput({ title }, 'title') ?? model.title;
	model.isGated = booleanInput({ gated }, 'gated') ?? model.isGated;
	Object.assign(model.fixed, fixed);
}
