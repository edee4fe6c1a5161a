import { chronological } from '../../nodes/BambuLab/trigger/chronology';
import { detectDevices } from '../../nodes/BambuLab/trigger/deviceDetector';
import { detectMessages } from '../../nodes/BambuLab/trigger/messageDetector';
import { pack, unpack } from '../../nodes/BambuLab/trigger/packing';

const now = Date.parse('2026-08-14T09:00:00Z');
const createTime = '2026-08-14T08:00:00Z';

test.each([
	['half an emoji', 'x\ud83d'],
	['a line break', 'x\ny'],
	['more than 200 characters', 'x'.repeat(201)],
	['the name of a prototype', '__proto__'],
	['nothing', ''],
])('a row whose id is %s is left out, its neighbours stay', (_name, id) => {
	const rows = chronological([{ id: 2 }, { id }, { id: 1 }], 'createTime');
	expect(rows.map((row) => row.id)).toEqual(['1', '2']);
});

test('what is stored of hostile messages can be stored and read', () => {
	const ids = ['x\ud83d', 'a:b c', '=', '%', 'constructor', '__proto__', '0', '-1', '1e3', 'ä'];
	const found = detectMessages(
		{ floor: 0, seen: {} },
		ids.map((id) => ({ id, createTime })),
		now,
	);
	const state = { messages: found.state, scope: { events: [], printers: [], messageTypes: [] } };
	const stored = pack({ account: { uid: '1', token: '' }, toldAt: 0, ...state });
	const back = unpack(JSON.parse(JSON.stringify(stored)) as typeof stored);
	expect(back.messages).toEqual(found.state);
});

test('an endless status of a printer does not fill the stored state', () => {
	const device = { dev_id: 'D', online: true, print_status: 'x'.repeat(100_000) };
	const { state } = detectDevices(undefined, [device], 300, now);
	expect(JSON.stringify(state).length).toBeLessThan(200);
	expect(detectDevices(state, [device], 300, now).events).toEqual([]);
});
