/** Which requests SharePoint answers, and how it refuses. */

const SHAREPOINT = /^\/(sites|drives)\b|^\/users(\/[^/?]+|\('[^/?]*'\))\/drive\b/i;

/** @param target path and query below the version */
export const isSharePoint = (target: string): boolean => SHAREPOINT.test(target);

export const SHAREPOINT_DENIAL = ['accessDenied', 'Access denied'] as const;
