import { tallyOf, type Observation } from './tally';

const receipt = (step: string, eventId: string) => ({ step, eventId, at: 0 });
const firing = (id: string, startedAt: number, ...eventIds: string[]) => ({
	id,
	status: 'success',
	startedAt,
	eventIds,
});

/** Two kills, and one event of each fate. */
const observation: Observation = {
	expected: ['good', 'lost', 'repeated', 'cutOff'].map((id, index) => ({ id, at: 100 + index })),
	kills: [
		{ readyAt: 0, killedAt: 150, backAt: 160 },
		{ readyAt: 160, killedAt: 250, backAt: 260 },
	],
	firings: [
		firing('1', 110, 'good', 'repeated'),
		firing('2', 170, 'repeated', 'invented'),
		firing('3', 200, 'cutOff'),
		{ ...firing('4', 210), status: 'error' },
	],
	all: ['good', 'repeated', 'repeated', 'invented'].map((id) => receipt('all', id)),
	once: ['good', 'repeated'].map((id) => receipt('once', id)),
	retried: [receipt('all', 'cutOff')],
};

test('each event is counted by what became of it, and charged to the kill that did it', () => {
	expect(tallyOf(observation)).toEqual({
		lost: ['lost'],
		repeated: ['repeated'],
		cutOff: ['cutOff'],
		cameBack: ['cutOff'],
		repeatedOnce: [],
		unexpected: ['invented'],
		failed: ['4'],
		perKill: [
			{ lost: 1, repeated: 1, cutOff: 0 },
			{ lost: 0, repeated: 0, cutOff: 1 },
		],
	});
});

test('what passes Remove Duplicates twice is seen', () => {
	const once = ['good', 'good'].map((id) => receipt('once', id));
	expect(tallyOf({ ...observation, once }).repeatedOnce).toEqual(['good']);
});
