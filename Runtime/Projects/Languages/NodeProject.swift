struct NodeProject {
    var name: ProjectName
    var architecture: Project.Architecture
    /// Such as `22`.
    var version: String

    private var folder: String { "Functions/\(name.text)" }

    var project: Project {
        let shared = SharedFiles(name: name, architecture: architecture)
        return Project(files: [
            application, tests,
            shared.template(handler: "app.handler", runtime: "nodejs\(version).x", codeURI: folder),
            shared.event,
            shared.makefile(build: [], test: ["node --test Tests/*.test.mjs"], clean: "rm -rf .build .hearth"),
            shared.ignored("node_modules/"),
            shared.readMe(
                layout: [
                    ("\(folder)/app.mjs", "takes the request and replies"),
                    ("Tests", "its tests"),
                ],
                notes: """
                    It needs Node.js alone, no package. Those that it comes to need go beside `app.mjs`: \
                    `npm install --prefix \(folder) …`.
                    """
            ),
        ])
    }

    private var application: Project.File {
        .init(
            "\(folder)/app.mjs",
            #"""
            export function greeting(name) {
              return { message: `Hello, ${name || 'world'}!` };
            }

            export async function handler(event, context) {
              console.log('Saying hello for', context.awsRequestId);
              return {
                statusCode: 200,
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify(greeting(event.queryStringParameters?.name)),
              };
            }
            """#
        )
    }

    private var tests: Project.File {
        .init(
            "Tests/app.test.mjs",
            #"""
            import assert from 'node:assert/strict';
            import { readFile } from 'node:fs/promises';
            import test from 'node:test';
            import { greeting, handler } from '../\#(folder)/app.mjs';

            test('greets by name', async () => {
              const event = JSON.parse(await readFile(new URL('../events/hello.json', import.meta.url)));
              const reply = await handler(event, { awsRequestId: '1' });
              assert.equal(reply.statusCode, 200);
              assert.deepEqual(JSON.parse(reply.body), { message: 'Hello, Ada!' });
            });

            test('greets the world otherwise', () => {
              assert.deepEqual(greeting(undefined), { message: 'Hello, world!' });
            });
            """#
        )
    }
}
