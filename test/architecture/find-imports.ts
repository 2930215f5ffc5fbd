/** Every import of a source file, by the compilers' own parsers: static, dynamic, re-export, `require`, type. */
import { parse } from 'svelte/compiler';
import ts from 'typescript';

export interface FoundImport {
  /** As written; null where it is computed at run time. */
  readonly specifier: string | null;
  /** Erased by the compiler: nothing of the module runs. */
  readonly typeOnly: boolean;
}

/** Finds the imports of a TypeScript or Svelte file. Throws on a Svelte file that does not parse. */
export function findImports(path: string, text: string): FoundImport[] {
  return path.endsWith('.svelte') ? importsOfComponent(text) : importsOfScript(path, text);
}

function importsOfScript(path: string, text: string): FoundImport[] {
  const found: FoundImport[] = [];
  const visit = (node: ts.Node): void => {
    const own = importOfNode(node);
    if (own !== null) found.push(own);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

function importOfNode(node: ts.Node): FoundImport | null {
  if (ts.isImportDeclaration(node)) {
    return { specifier: literal(node.moduleSpecifier), typeOnly: isTypeClause(node.importClause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { specifier: literal(node.moduleSpecifier), typeOnly: node.isTypeOnly };
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return { specifier: literal(node.moduleReference.expression), typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node)) {
    const named = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
    return { specifier: literal(named), typeOnly: true };
  }
  if (ts.isCallExpression(node) && loadsModule(node.expression)) {
    return { specifier: literal(node.arguments[0]), typeOnly: false };
  }
  return null;
}

/** `import('x')`, `require('x')` and `createRequire(…)('x')`. */
function loadsModule(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === 'require';
  return ts.isCallExpression(callee) && callee.expression.getText() === 'createRequire';
}

/** `import type …`, or braces in which every name has its own `type`. */
function isTypeClause(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

function literal(node: ts.Node | undefined): string | null {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : null;
}

/** A component's scripts are read as TypeScript; its markup can only hold dynamic imports. */
function importsOfComponent(text: string): FoundImport[] {
  const root = parse(text, { modern: true });
  const scripts = [root.module, root.instance].filter((script) => !!script);
  const found = scripts.flatMap(({ content }) => {
    const { start, end } = content as unknown as { start: number; end: number };
    return importsOfScript('script.ts', text.slice(start, end));
  });
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, source } = node as { type?: unknown; source?: { value?: unknown } };
    if (type === 'ImportExpression') {
      const specifier = typeof source?.value === 'string' ? source.value : null;
      found.push({ specifier, typeOnly: false });
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(root.fragment);
  return found;
}
