import { waitFor } from '../../sandbox/wait';
import { polls } from '../e2e/support/triggers';
import { outputOf } from '../e2e/support/workflows';
import type { ExampleBench } from '../e2e/examples/bench';
import { expectSuccess } from '../e2e/examples/steps';
import { mailed } from './mailed';

const notes = 'Mends what was broken.';
const inShort = '- Mends something';

/** What happens besides prints, and what the messages about it have to be. */
export class OtherEvents {
	private readonly firmware: string[] = [];
	private readonly comments: string[] = [];
	private readonly offline: string[] = [];
	digests = 0;

	constructor(private readonly bench: ExampleBench) {
		bench.standIns().model.script({ text: inShort }, { text: inShort });
	}

	/** Before the clock goes on to a step. */
	async before(step: number): Promise<void> {
		const { world } = this.bench.lab().cloud;
		const printer = world.printers[[7, 14].indexOf(step)];
		if (printer) {
			const version = `01.9${step % 7}.00.${String(step).padStart(2, '0')}`;
			const release = { version, description: notes, status: 'release', forceUpdate: false };
			world.offerFirmware(printer, release);
			this.firmware.push(`${printer.name}: firmware ${version}`);
		}
		if (step === 8 || step === 20) {
			const content = `Comment of day ${step} & more`;
			const model = world.maker.models[0];
			await this.bench.lab().control(`/models/${model?.id}/comments`, { content, from: 'Eve' });
			this.comments.push(`Eve on ${model?.title}: ${content}`);
		}
	}

	/** After all of a step has arrived: some day a printer is off for longer than ten minutes. */
	async after(step: number): Promise<void> {
		const { lab, passMinutes } = this.bench;
		const printer = lab().cloud.world.printers[[10, 21].indexOf(step)];
		if (!printer) return;
		const looked = async () => await polls(lab(), 3, 'GET /v1/iot-service/api/user/bind');
		printer.online = false;
		await looked();
		passMinutes(11);
		this.offline.push(printer.name);
		await this.arrived('a warning', () => this.warned().length >= this.offline.length);
		printer.online = true;
		await looked();
	}

	/** The digest of a Monday, whose figures must be those of MakerWorld. */
	async readDigest(id: string): Promise<void> {
		const start = { triggerToStartFrom: { name: 'Every Monday Morning' } };
		const execution = await this.bench.lab().rest.runManually(id, start);
		expectSuccess(execution);
		const [digest] = outputOf(execution, 'Compare with Last Week');
		const shown = digest?.models as Array<{ id: number; downloadCount: number }>;
		const { models } = this.bench.lab().cloud.world.maker;
		const figures = (list: Array<[number, number]>) => [...list].sort(([a], [b]) => a - b);
		expect(figures(shown.map((each) => [each.id, each.downloadCount]))).toEqual(
			figures(models.map(({ id, downloads }) => [id, downloads])),
		);
		this.digests += 1;
	}

	async judge(): Promise<void> {
		const { telegram, discord, mail } = this.bench.standIns();
		const talk = () => telegram.messages.filter(({ chat }) => chat === '-1004242');
		const news = () => mailed(this.bench, /^(.+: firmware .+)$/);
		const { firmware, comments, offline } = this;
		await this.arrived('the last news', () =>
			[news(), discord.messages].every(({ length }) => length >= firmware.length),
		);
		expect(news().sort()).toEqual([...firmware].sort());
		expect(discord.messages.map((text) => /^\*\*(.+)\*\*/.exec(text)?.[1]).sort()).toEqual(
			[...firmware].sort(),
		);
		expect(discord.messages.every((text) => text.endsWith(inShort))).toBe(true);
		expect(mail.mails.filter(({ text }) => text?.includes(notes))).toHaveLength(firmware.length);
		const plain = (text: string) => text.replaceAll(/<\/?b>/g, '').replaceAll('&amp;', '&');
		expect(talk().map(({ text }) => plain(text))).toEqual(comments);
		expect(this.warned()).toEqual(offline);
	}

	get figures() {
		const { firmware, comments, offline, digests } = this;
		return {
			...{ firmware: firmware.length, comments: comments.length },
			...{ offline: offline.length, digests },
		};
	}

	private warned(): string[] {
		return mailed(this.bench, /^(.+) is offline$/);
	}

	private async arrived(what: string, isThere: () => boolean): Promise<void> {
		await waitFor(async () => isThere(), { what, timeoutMs: 120_000 }).catch(() => undefined);
	}
}
