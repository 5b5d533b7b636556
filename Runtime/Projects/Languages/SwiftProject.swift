import JSON

struct SwiftProject {
    var name: ProjectName
    var hearth: Project.Hearth
    var architecture: Project.Architecture

    /// The executable's and its module's. The ending keeps it apart from the modules that it imports.
    private var product: String { name.camelCase + "Function" }
    private var folder: String { "Functions/\(name.camelCase)" }

    var project: Project {
        let shared = SharedFiles(name: name, architecture: architecture)
        let code = ".build/hearth/\(name.camelCase)"
        return Project(files: [
            package, main, greeting, tests,
            shared.template(
                handler: name.text,
                runtime: "provided.al2023",
                codeURI: code,
                metadata: ["SwiftProduct": .string(product), "SkipBuild": true]
            ),
            shared.event,
            shared.makefile(
                variables: """
                    # Functions carry the Swift standard library with them, as they must on Lambda.
                    STATIC := -c release --static-swift-stdlib -Xcc -ffile-prefix-map=$(CURDIR)=.

                    """,
                build: [
                    "swift build $(STATIC) --product \(product)",
                    "@mkdir -p \(code)",
                    "@ln -sfn ../../release/\(product) \(code)/bootstrap",
                ],
                test: ["swift test"]
            ),
            shared.ignored(),
            shared.readMe(
                layout: [
                    ("\(folder)/main.swift", "takes the request and replies"),
                    ("\(folder)/Greeting.swift", "what is said"),
                    ("Tests/\(product)Tests", "its tests"),
                ],
                notes: notes
            ),
        ])
    }

    private var notes: String {
        switch hearth {
        case .path(let path):
            """
            The libraries `LambdaRuntime` and `LambdaEvents` come from the Hearth in `\(path)`. On another machine, name \
            the folder that it has there, or its repository, in `Package.swift`: `.package(url: "…", branch: "main")`.
            """
        case .url(let url):
            """
            The libraries `LambdaRuntime` and `LambdaEvents` come from \(url), from its branch `main`. `Package.resolved` \
            says which commit of it; `swift package update` takes the newest.
            """
        }
    }

    private var dependency: String {
        switch hearth {
        case .path(let path): ".package(name: \"hearth\", path: \(JSON.string(path).text))"
        case .url(let url): ".package(url: \(JSON.string(url).text), branch: \"main\")"
        }
    }

    /// What the package manager calls Hearth: the end of its address.
    private var identity: String {
        guard case .url(let url) = hearth, let end = url.split(separator: "/").last else { return "hearth" }
        return end.hasSuffix(".git") ? String(end.dropLast(4)) : String(end)
    }

    private var package: Project.File {
        .init(
            "Package.swift",
            """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: "\(name.text)",
                platforms: [.macOS(.v15)],
                dependencies: [
                    \(dependency)
                ],
                targets: [
                    .executableTarget(
                        name: "\(product)",
                        dependencies: [
                            .product(name: "LambdaEvents", package: "\(identity)"),
                            .product(name: "LambdaRuntime", package: "\(identity)"),
                        ],
                        path: "\(folder)"
                    ),
                    .testTarget(
                        name: "\(product)Tests",
                        dependencies: ["\(product)"],
                        path: "Tests/\(product)Tests"
                    ),
                ]
            )
            """
        )
    }

    private var main: Project.File {
        .init(
            "\(folder)/main.swift",
            #"""
            import LambdaEvents
            import LambdaRuntime

            let runtime = LambdaRuntime { (request: APIGatewayV2Request, context: LambdaContext) -> APIGatewayV2Response in
                let greeting = Greeting(name: request.queryStringParameters["name"])
                context.logger.info("Saying hello to \(greeting.name)")
                return .encoding(greeting.answer, headers: ["content-type": "application/json"])
            }
            try await runtime.run()
            """#
        )
    }

    private var greeting: Project.File {
        .init(
            "\(folder)/Greeting.swift",
            #"""
            struct Greeting {
                struct Answer: Codable, Equatable {
                    var message: String
                }

                var name: String

                init(name: String?) {
                    self.name = name.flatMap { $0.isEmpty ? nil : $0 } ?? "world"
                }

                var answer: Answer { Answer(message: "Hello, \(name)!") }
            }
            """#
        )
    }

    private var tests: Project.File {
        .init(
            "Tests/\(product)Tests/GreetingTests.swift",
            #"""
            import Testing

            @testable import \#(product)

            @Suite struct GreetingTests {
                @Test func greetsByName() {
                    #expect(Greeting(name: "Ada").answer.message == "Hello, Ada!")
                }

                @Test(arguments: [nil, ""])
                func greetsTheWorldOtherwise(_ name: String?) {
                    #expect(Greeting(name: name).answer.message == "Hello, world!")
                }
            }
            """#
        )
    }
}
