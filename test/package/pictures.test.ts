import { filesUnder } from '../support/project';
import { notesAfter, pictureSources, stalePictures } from '../support/pictureSources';

test('each picture of docs/images says what it shows, so that a stale one is found', () => {
	const pictures = filesUnder('docs/images', '.png').map((file) =>
		file.replace('docs/images/', ''),
	);
	expect(pictures.filter((file) => !(file in pictureSources()))).toEqual([]);
});

test('a picture is fresh once it is taken, and stale when what it shows has changed', () => {
	const file = 'node-creator.png';
	const { [file]: note } = JSON.parse(notesAfter([file])) as { [file: string]: string };
	expect(note).toMatch(/^[0-9a-f]{16}$/);
	const isListed = stalePictures().some((line) => line.startsWith(file));
	const { [file]: kept } = JSON.parse(notesAfter([])) as { [file: string]: string };
	expect(isListed).toBe(kept !== note);
});
