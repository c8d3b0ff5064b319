/** See `is-web.node.ts`. */
export const isWeb: boolean = true;
