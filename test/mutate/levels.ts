/** The tests, from the quickest to the slowest. What one level notices, the next need not run for. */
export interface Level {
  readonly name: string;
  /** The tests run code of these folders. */
  readonly of: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Whether the imports of a test file tell what it tests. */
  readonly related: boolean;
}

export const LEVELS: readonly Level[] = [
  {
    name: 'unit',
    of: ['api', 'activities', 'microsoft', 'store'],
    include: ['{api,activities,microsoft,store}/**/*.test.ts'],
    exclude: [],
    related: true,
  },
  {
    name: 'workflow',
    of: ['workflows'],
    include: ['workflows/*.test.ts'],
    exclude: [],
    // They name the workflow by its path.
    related: false,
  },
  {
    name: 'journey',
    of: ['api', 'workflows', 'activities', 'microsoft', 'store'],
    include: ['test/*.test.ts'],
    // They run what is in `dist`, where nothing is mutated, or do not run the product.
    exclude: [
      'test/{production,production-files,faults,start,import-rules,console-delivery}.test.ts',
    ],
    related: false,
  },
];
