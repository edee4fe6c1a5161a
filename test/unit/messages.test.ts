import { categoriesOf } from '../../nodes/BambuLab/actions/message/categories';
import { messageForm } from '../../nodes/BambuLab/output/message';
import { unreadForm } from '../../nodes/BambuLab/output/messageCount';
import { plainText } from '../../nodes/BambuLab/output/plainText';
import { shape, type RowContext } from '../../nodes/BambuLab/output/rowForm';
import counts from '../contract/current/getMessageCount.json';
import published from '../contract/current/getMessages.kinds.json';
import unpublished from '../contract/current/getMessages.unpublished.json';
import { everyField } from './support/odd';

function read(row: object, context: RowContext = {}) {
	return shape(messageForm, { ...row }, everyField, context)[0] ?? {};
}

/** The bodies of the one live client that publishes them, and beside each what its own reader takes from it. */
const specimens: Array<[number, object]> = [
	[201, { kind: 'comment', title: 'Cable comb', text: 'Fits well', sender: 'Ben' }],
	[202, { kind: 'reply', title: 'Cable comb', text: '0.4 mm', sender: 'Ben' }],
	[251, { kind: 'rating', text: 'Clean print', score: 5, sender: 'Cleo' }],
	[412, { kind: 'system', title: 'Contest open', text: 'Join until Sunday', sender: null }],
	[501, { kind: 'boost', text: 'Boost tokens received, good until 2026-10-11', designId: null }],
	[502, { kind: 'boost', text: 'Boost tokens expire on 2026-10-11', sender: null }],
	[503, { kind: 'boost', designId: 1204567, designTitle: 'Cable comb', sender: 'Ben' }],
	[603, { kind: 'like', text: 'New comb', designId: 1204567, sender: 'Cleo' }],
	[815, { kind: 'badge', title: 'First hundred', text: null, sender: null }],
	[6, { kind: 'print', title: 'Cable comb, 0.2 mm', printerName: 'Workshop', taskId: 712345678 }],
];

test('there is a specimen for each published body', () => {
	expect(published.hits.map(({ type }) => type).sort()).toEqual(
		specimens.map(([type]) => type).sort(),
	);
});

test.each(specimens)('%i is read whole', (type, expected) => {
	const row = published.hits.find((each) => each.type === type) ?? {};
	expect(read(row)).toMatchObject({ kindCode: type, ...expected });
});

test.each([
	[252, { kind: 'reply', title: 'Cable comb', text: 'Thank you', designId: 1204567 }],
	[254, { kind: 'ratingReminder', title: 'Cable comb', designId: 1204567 }],
	[103, { kind: 'designPublished', title: 'Cable comb', designId: 1204567 }],
	[301, { kind: 'other', title: null, text: null, sender: 'Cleo' }],
])('%i, whose body nobody has published, is read by the same rule', (type, expected) => {
	expect(read(unpublished.hits.find((each) => each.type === type) ?? {})).toMatchObject(expected);
});

test('a code and a shape that nobody knows are read by the generic rule', () => {
	const payload = { inner: { designInfo: { id: 5, title: 'Box' }, newContent: '<p>Hi</p>' } };
	expect(read({ id: 1, type: 9999, brandNew: payload })).toMatchObject({
		kind: 'other',
		title: 'Box',
		text: 'Hi',
		designId: 5,
	});
	const commented = { designCommented: { commentInfo: { content: 'Nice' } } };
	expect(read({ id: 1, type: 9999, ...commented })).toMatchObject({
		kind: 'comment',
		text: 'Nice',
	});
});

test.each([
	['https://makerworld.com', 'https://makerworld.com/models/1204567'],
	['https://makerworld.com.cn', 'https://makerworld.com.cn/models/1204567'],
])('a message about a model links to it on %s', (website, url) => {
	const [comment = {}] = published.hits;
	expect(read(comment, { website })).toMatchObject({ url });
});

test.each([
	[412, 'https://makerworld.com/en/my/notification'],
	[502, 'https://makerworld.com/en/my/creator-center/boost'],
])('%i links to where such things are listed', (type, url) => {
	expect(read(published.hits.find((each) => each.type === type) ?? {})).toMatchObject({ url });
});

test('a print without a title says what became of it', () => {
	const taskMessage = { id: 1, title: '', status: 3, detail: 'Task Failed' };
	expect(read({ id: 1, type: 6, taskMessage })).toMatchObject({ text: 'Task Failed' });
});

test.each([
	['{"text":"New comb"}', 'New comb'],
	['[{"insert":"Hello"},{"insert":"<b>all</b>"}]', 'Hello'],
	['{"blocks":[{"type":"text","content":"Nested"}]}', 'Nested'],
	['{"blocks":[{"url":"https://a.example"}]}', null],
	['{"broken', '{"broken'],
	['Plain words', 'Plain words'],
])('a liked post that holds %j says %j', (content, text) => {
	const communityPostLiked = { post: { postId: 1, content }, users: [{ name: 'Cleo' }] };
	expect(read({ id: 1, type: 603, communityPostLiked })).toMatchObject({ text, sender: 'Cleo' });
});

const commentInfo = { content: 'Nice', images: [{ url: 'https://a.example/1.png' }] };

test.each([
	[{ designCommented: { designInfo: { cover: 'https://a.example/c.png' }, commentInfo } }, 'c.png'],
	[{ designCommented: { designInfo: { coverUrl: 'https://a.example/u.png' } } }, 'u.png'],
	[{ designCommented: { designInfo: { id: 5 }, commentInfo } }, '1.png'],
	[{ designCommented: { commentInfo: { images: ['https://a.example/2.png'] } } }, '2.png'],
	[{ brandNew: { inner: { cover: 'https://a.example/n.png' } } }, 'n.png'],
])('of %j the picture is the model’s, else the one that came with the words', (payload, name) => {
	expect(read({ id: 1, type: 201, ...payload })).toMatchObject({
		pictureUrl: `https://a.example/${name}`,
	});
});

test('a title is taken as it was typed', () => {
	const designInfo = { id: 5, title: 'Gear & <Rack>' };
	expect(read({ id: 1, type: 201, designCommented: { designInfo } })).toMatchObject({
		title: 'Gear & <Rack>',
		designTitle: 'Gear & <Rack>',
	});
});

test('what is unread is told without the prints', () => {
	const [row] = shape(unreadForm, counts, everyField, {});
	expect(row).toMatchObject({
		unreadWithoutPrints: 3,
		commentCount: 1,
		systemCount: 2,
		printCount: 640,
		unreadCount: 643,
	});
	const [older] = shape(unreadForm, { commentCount: 2, designCount: null }, everyField, {});
	expect(older).toMatchObject({ unreadWithoutPrints: 2, printCount: null, unreadCount: null });
});

test.each([
	['Fits <b>well</b>', 'Fits well'],
	['<p>One</p><p>Two &amp; three</p>', 'One\nTwo & three'],
	['5 < 6 and 7 > 6', '5 < 6 and 7 > 6'],
	['<img src=x>', null],
	['It&#8217;s here&hellip; &#x1F600;', 'It’s here… 😀'],
	['&#0; &#xD800; &#99999999; &unknown;', '&#0; &#xD800; &#99999999; &unknown;'],
	['<style>p { color: red }</style><p>Rules</p><script>go()</script>', 'Rules'],
	['&amp;lt;b&gt;', '&lt;b>'],
	[null, null],
])('%j in plain words is %j', (text, plain) => {
	expect(plainText(text)).toBe(plain);
});

test.each([
	[[], ['', '1', '2', '3', '4', '5']],
	[['print'], ['']],
	[['comment'], ['', '1', '2']],
	[['254'], ['', '1', '2']],
	[
		['like', 'print'],
		['', '3', '5'],
	],
	[['9999'], ['', '1', '2', '3', '4', '5']],
])('messages of the kinds %j are looked for in %j', (kinds, categories) => {
	expect(categoriesOf(kinds)).toEqual(categories);
});
