import Template
import Testing

@Suite struct RuntimeLifecycleTests {
    @Test func tellsWhatComesNearerAsDaysPass() throws {
        let node = try #require(RuntimeLifecycle("nodejs20.x"))
        #expect(node.warning(on: "2026-04-29") == nil)
        let deprecated = try #require(node.warning(on: "2026-11-23"))
        #expect(
            deprecated.text
                == "AWS has deprecated nodejs20.x on 2026-04-30, and lets no functions be made with it from 2027-02-01 on"
        )
        #expect(deprecated.remedy == "use nodejs24.x")
        let blocked = try #require(node.warning(on: "2027-02-01"))
        #expect(blocked.text == "AWS lets no functions be made with nodejs20.x since 2027-02-01")
    }

    @Test(arguments: [
        ("nodejs16.x", "use nodejs24.x"), ("nodejs14.x", "use nodejs24.x"), ("python3.8", "use python3.14"),
        ("go1.x", "use provided.al2023"), ("provided.al2", "use provided.al2023"), ("dotnetcore3.1", "use dotnet10"),
        ("ruby2.7", "use ruby3.4"), ("java8", "use java25"),
    ])
    func namesTheNewestOfTheLanguage(_ runtime: String, _ remedy: String) {
        #expect(RuntimeLifecycle(runtime)?.warning(on: "2026-11-23")?.remedy == remedy)
    }

    @Test(arguments: ["nodejs24.x", "nodejs22.x", "python3.11", "python3.14", "provided.al2023", "java21"])
    func saysNothingOfWhatIsSupported(_ runtime: String) {
        #expect(RuntimeLifecycle(runtime)?.warning(on: "2026-11-23") == nil)
    }

    @Test(
        arguments: [
            ("nodejs", [20], "20"), ("nodejs", [25], "24"), ("nodejs", [23], "22"), ("nodejs", [18], "18"),
            ("nodejs", nil, "24"), ("python", [3, 11], "3.11"), ("python", [3, 15], "3.14"), ("python", [3, 9], "3.9"),
            ("python", nil, "3.14"), ("nodejs", [2], "24"),
        ] as [(String, [Int]?, String)]
    )
    func newProjectsAreForWhatIsHere(_ language: String, _ machine: [Int]?, _ version: String) {
        #expect(RuntimeLifecycle.newestVersion(of: language, upTo: machine) == version)
    }
}
