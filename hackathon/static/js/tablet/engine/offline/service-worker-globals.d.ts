/**
 * What the server puts in front of the service worker's text: the files of one version of the app, by address and SHA-256,
 * and what may come later.
 */
declare const SHELL: {
  version: string;
  page: string;
  files: Record<string, string>;
  later: Record<string, string>;
};
