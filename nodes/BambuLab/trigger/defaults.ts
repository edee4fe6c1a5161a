/* What an option of the trigger is where the user has not added it. */
export const defaultDaysBefore = 7;
export const defaultHoursBack = 24;
/** Minutes, as the next two. */
export const defaultFilamentWait = 3;
export const defaultOfflineAfter = 5;
export const defaultOutageReport = 15;
