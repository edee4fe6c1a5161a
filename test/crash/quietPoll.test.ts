import {
	passInCloud,
	publishedWith,
	requested,
	useStoppedCloud,
} from '../trigger/support/publishing';
import { maxRequests } from './quietPoll';

const cloud = useStoppedCloud();

test.each([
	[0, 5, 1],
	[20, 5, 1],
	[49, 1, 1],
	[50, 1, 2],
	[120, 1, 2],
	[150, 1, 3],
	[120, 60, 1],
])('%i prints, one each %i s: a quiet poll makes %i requests', async (count, seconds, requests) => {
	passInCloud(86_400);
	const trigger = await publishedWith(cloud());
	for (let print = 0; print < count; print++) {
		cloud().world.startPrint({ seconds: 1 });
		passInCloud(seconds);
	}
	await trigger.tick();
	const since = cloud().requests().length;
	expect(await trigger.tick()).toBeNull();
	expect(requested(cloud(), since)).toHaveLength(requests);
	expect(maxRequests(cloud().world.prints)).toBe(requests);
});
