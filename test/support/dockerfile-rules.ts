/** Rules for the Dockerfile, each with a violation that it must detect. */
import { type Dockerfile, DockerfileParser, type Instruction, Keyword } from 'dockerfile-ast';
import type { Rule } from './compose-rules.ts';

const KEYWORDS: readonly string[] = Object.values(Keyword);
const EXEC_FORM = /^\[.*\]$/s;

export const DOCKERFILE_RULES: readonly Rule<string>[] = [
  {
    name: 'every instruction is valid',
    violations: check((file) => all(file).filter((one) => !KEYWORDS.includes(one.getKeyword()))),
    plant: (text) => text.replace('WORKDIR /app', 'WORKDIRECTORY /app'),
  },
  {
    name: 'every base image is pinned to an exact version',
    violations: check((file) =>
      file.getFROMs().filter((from) => !/^\d+\.\d+\.\d+-/.test(from.getImageTag() ?? '')),
    ),
    plant: (text) => text.replace(/^FROM \S+ AS runtime/m, 'FROM node:24-bookworm-slim AS runtime'),
  },
  {
    name: 'every base image is Node 24 on Debian',
    violations: check((file) =>
      file
        .getFROMs()
        .filter((from) => !/^node:24\.[\d.]+-bookworm-slim$/.test(from.getImage() ?? '')),
    ),
    plant: (text) => text.replace(/^FROM \S+ AS runtime/m, 'FROM node:24.11.1-alpine AS runtime'),
  },
  {
    name: 'the last stage does not run as root',
    violations: (text) => {
      const user = lastStage(text).findLast((one) => one.getKeyword() === 'USER');
      const name = user?.getArgumentsContent() ?? 'root';
      return /^(root|0)(:|$)/.test(name) ? [`USER ${name}`] : [];
    },
    plant: (text) => text.replace(/^USER node\n/m, ''),
  },
  {
    name: 'no ENV or ARG contains a secret',
    violations: check((file) =>
      all(file).filter(
        (one) =>
          ['ENV', 'ARG'].includes(one.getKeyword()) &&
          /(PASSWORD|PWD|SECRET|TOKEN|CREDENTIAL|PRIVATE|_KEY)/i.test(one.getTextContent()),
      ),
    ),
    plant: (text) => text.replace(/^USER node/m, 'ARG NPM_TOKEN\nUSER node'),
  },
  {
    name: 'programs are started without a shell and receive signals',
    violations: check((file) =>
      [...file.getENTRYPOINTs(), ...file.getCMDs()].filter(
        (one) => !EXEC_FORM.test(one.getArgumentsContent() ?? ''),
      ),
    ),
    plant: (text) => text.replace('ENTRYPOINT ["node"]', 'ENTRYPOINT node'),
  },
  {
    name: 'packages are installed from the lock file',
    violations: check((file) =>
      all(file).filter((one) => /\bnpm (install|i|add)\b/.test(one.getTextContent())),
    ),
    plant: (text) => text.replace('RUN npm ci\n', 'RUN npm install\n'),
  },
  {
    name: 'the last stage contains the build and production packages, but no sources',
    violations: (text) =>
      lastStage(text)
        .filter((one) => one.getKeyword() === 'COPY')
        .map((one) => one.getTextContent())
        .filter((copied) => !ALLOWED_COPIES.includes(copied)),
    plant: (text) => text.replace(/^USER node/m, 'COPY . .\nUSER node'),
  },
  {
    name: 'every stage that is copied from exists',
    violations: check((file) => {
      const stages = new Set(file.getFROMs().map((from) => from.getBuildStage()));
      return file.getCOPYs().filter((copy) => {
        const stage = copy.getFromFlag()?.getValue();
        return stage !== undefined && !stages.has(stage);
      });
    }),
    plant: (text) => text.replace('AS dependencies', 'AS packages'),
  },
];

const ALLOWED_COPIES = [
  'COPY package.json ./',
  'COPY --from=dependencies /app/node_modules ./node_modules',
  'COPY --from=build /app/dist ./dist',
];

function check(find: (file: Dockerfile) => readonly Instruction[]) {
  return (text: string) =>
    find(DockerfileParser.parse(text)).map((instruction) => instruction.getTextContent());
}

function all(file: Dockerfile): Instruction[] {
  return file.getInstructions();
}

function lastStage(text: string): Instruction[] {
  const file = DockerfileParser.parse(text);
  const begin = file.getFROMs().at(-1)?.getRange().start.line ?? 0;
  return all(file).filter((one) => one.getRange().start.line >= begin);
}
