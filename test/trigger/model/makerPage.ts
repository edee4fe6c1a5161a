import { iso } from './rowList';
import type { VirtualTime } from './virtualTime';

export const figureNames = ['downloads', 'prints', 'likes', 'boosts'] as const;
export type FigureName = (typeof figureNames)[number];

/** Something that has figures: a model, or the account (its number is 0). */
export interface Counted {
	id: number;
	publishedAt: number;
	isListed: boolean;
	figures: { [name in FigureName]: number };
}

/** A figure as an answer shows it. */
export interface Figure {
	key: string;
	/** When what has the figure was published. */
	publishedAt: number;
	count: number;
}

const accountId = 0;

/** What an account has on MakerWorld. */
export class MakerPage {
	readonly account: Counted;
	readonly models: Counted[] = [];

	constructor(private readonly time: VirtualTime) {
		this.account = { id: accountId, publishedAt: 0, isListed: true, figures: figuresAt(250) };
		for (const count of [0, 95, 1190]) this.publish(count, time.now - 8e6);
	}

	publish(count: number, publishedAt = this.time.now): void {
		const id = 500 + this.models.length;
		this.models.push({ id, publishedAt, isListed: true, figures: figuresAt(count) });
	}

	/** Of the account, or of a model. */
	pick(pick: number): Counted {
		const all = [this.account, ...this.models];
		return all[pick % all.length] ?? this.account;
	}

	profile(): object {
		const { downloads, prints, likes, boosts } = this.account.figures;
		const counts = { myDesignDownloadCount: downloads, myDesignPrintCount: prints };
		return { uid: 7, MWCount: counts, likeCount: likes, boostGained: boosts, fanCount: null };
	}

	published(): { total: number; hits: object[] } {
		const hits = this.listed.map(({ id, publishedAt, figures }) => ({
			id,
			title: `Model ${id}`,
			publishTime: iso(publishedAt),
			downloadCount: figures.downloads,
			printCount: figures.prints,
			likeCount: figures.likes,
			boostCnt: figures.boosts,
		}));
		return { total: hits.length, hits };
	}

	/** What the answer of one of both shows. */
	shown(isProfile: boolean): Figure[] {
		const owners = isProfile ? [this.account] : this.listed;
		return owners.flatMap(({ id, publishedAt, figures }) =>
			figureNames.map((name) => ({ key: `${id} ${name}`, publishedAt, count: figures[name] })),
		);
	}

	private get listed(): Counted[] {
		return this.models.filter(({ isListed }) => isListed);
	}
}

function figuresAt(count: number): Counted['figures'] {
	return { downloads: count, prints: count >> 1, likes: count >> 2, boosts: count >> 4 };
}
