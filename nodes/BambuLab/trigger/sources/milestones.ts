import { makerAdvice, makerService } from '../../actions/makerWorld/fields';
import { makerProfile, ownModels } from '../../cloud/api/endpoints';
import { CloudError, incompleteAnswer, problemOf } from '../../cloud/errors/cloudError';
import { entryOf, idText, isObject, type JsonObject } from '../../cloud/json';
import { ruleFor } from '../../cloud/http/retry';
import { isListRefused } from '../../cloud/list/mergedPages';
import { readHits, readPages } from '../../cloud/list/pages';
import type { CloudClient, Send } from '../../cloud/client';
import { makerFigures } from '../../output/makerWorld';
import { modelFigures } from '../../output/makerWorldModel';
import { timeOf } from '../../output/times';
import { number, record, tableOf, text } from '../state';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

/** What is known: the highest that each figure ever was, by model (empty for the account) and name. */
export interface MilestonesState {
	/** When the trigger began; what was published later begins at zero. */
	since: number;
	/** The settings that its events were told for. */
	rule: string;
	highest: { [key: string]: number };
}

/** Who shows such figures asks for them each five to fifteen minutes. */
const everyMs = 15 * 60_000;
/** The clocks of the cloud and of n8n may differ by so much. */
const clockSlackMs = 300_000;
/** What of one figure is told at once at most, the highest last. */
const maxAtOnce = 20;

interface Count {
	key: string;
	figure: string;
	count: number;
	/** Missing for the account as a whole. */
	model?: JsonObject;
	/** Whether it is not the figure that MakerWorld shows, but another in its place. */
	isSubstitute?: boolean;
}

/** Figures on MakerWorld that pass a multiple of what the user has chosen. */
export class Milestones implements Source<MilestonesState> {
	readonly label = 'the figures on MakerWorld';
	readonly isState = record({ since: number, rule: text, highest: tableOf(number) });
	private readAt = -Infinity;

	isDue(): boolean {
		return performance.now() - this.readAt >= everyMs;
	}

	async look(look: Look<MilestonesState>): Promise<Finding<MilestonesState>> {
		const { cloud, rules, known, earlier, now } = look;
		const { milestoneEvery: every, milestoneFigures } = rules;
		const counts = await readCounts(cloud).catch((error: unknown) => {
			// What is refused now will be so in the next poll.
			if (isRefused(error)) this.readAt = performance.now();
			throw error as Error;
		});
		this.readAt = performance.now();
		const since = known?.since ?? now;
		const rule = [every, ...milestoneFigures].join(' ');
		const highest = { ...earlier?.highest, ...known?.highest };
		const events: TriggerEvent[] = [];
		for (const each of counts) {
			const { key, count, figure, model, isSubstitute } = each;
			const isNew = known !== undefined && isPublishedSince(model, since);
			// One figure says nothing of the other, and the one that MakerWorld shows goes before.
			if (isSubstitute && highest[key] !== undefined) continue;
			const substitute = `${key} instead`;
			const place = isSubstitute ? substitute : key;
			// What was not there before, and is not new, was overlooked by the cloud.
			const before = highest[place] ?? (isNew ? 0 : Math.max(count, highest[substitute] ?? 0));
			highest[place] = Math.max(before, count);
			if (known?.rule !== rule || !milestoneFigures.includes(figure)) continue;
			const last = Math.floor(count / every);
			const first = Math.max(Math.floor(before / every) + 1, last - maxAtOnce + 1);
			for (let times = first; times <= last; times++)
				events.push(eventOf(each, times * every, now));
		}
		return { events, state: { since, rule, highest } };
	}

	/** The last milestone of each figure that is watched; those that have had none yet come last. */
	async sample({ cloud, rules, now }: SampleLook): Promise<TriggerEvent[]> {
		const { milestoneEvery: every, milestoneFigures } = rules;
		const counts = await readCounts(cloud);
		const watched = counts.filter(({ figure }) => milestoneFigures.includes(figure));
		const passed = ({ count }: Count) => Math.min(1, Math.floor(count / every));
		return watched
			.sort((a, b) => passed(b) - passed(a))
			.map((each) => eventOf(each, Math.max(1, Math.floor(each.count / every)) * every, now));
	}
}

/** Refused for now, or until a person has done something. */
function isRefused(error: unknown): boolean {
	return isListRefused(error) || ruleFor(problemOf(error))?.endsExecution === true;
}

function isPublishedSince(model: JsonObject | undefined, since: number): boolean {
	const time = timeOf(model?.publishTime ?? model?.createTime);
	return time !== undefined && time > since - clockSlackMs;
}

function eventOf({ key, figure, count, model }: Count, reached: number, now: number): TriggerEvent {
	return {
		name: 'modelMilestone',
		id: `${key}:${reached}`,
		occurredAt: now,
		printer: undefined,
		subject: { kind: 'milestone', row: { figure, reached, count, ...(model && { model }) } },
	};
}

/** All figures there are. A captcha here is none for what other sources ask. */
async function readCounts(cloud: CloudClient): Promise<Count[]> {
	const client = cloud.apart(makerService);
	const send: Send = async (request) =>
		await client.send(request).catch((error: unknown) => {
			const problem = problemOf(error);
			const words = entryOf(makerAdvice, problem?.name ?? '');
			throw problem && words ? new CloudError({ ...problem, ...words }) : (error as Error);
		});
	const profile = await send(makerProfile);
	if (!isObject(profile)) throw incompleteAnswer('the figures of the account');
	const { downloadCount, printCount, likeCount, boostCount, followers } = makerFigures(profile);
	const own = { downloads: downloadCount.value, prints: printCount.value, likes: likeCount.value };
	const account = { ...own, boosts: boostCount.value, followers: followers.value };
	const isShown = downloadCount.source !== 'downloadCount';
	const counts = countsOf('', account).map((each) =>
		each.figure === 'downloads' && !isShown ? { ...each, isSubstitute: true } : each,
	);
	for await (const models of readPages(send, { request: ownModels, read: readHits })) {
		for (const model of models) {
			const { downloadCount: downloads, printCount: prints, ...rest } = modelFigures(model);
			const figures = { downloads, prints, likes: rest.likeCount, boosts: rest.boostCount };
			counts.push(...countsOf(idText(model.id), figures, model));
		}
	}
	return counts;
}

function countsOf(id: string, figures: { [figure: string]: number | null }, model?: JsonObject) {
	return Object.entries(figures).flatMap(([figure, count]): Count[] =>
		count === null
			? []
			: [{ key: `${id || 'account'}:${figure}`, figure, count, ...(model && { model }) }],
	);
}
