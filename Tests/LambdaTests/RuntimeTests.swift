import FoundationEssentials
import JSON
import Lambda
import Programs
import Testing
import Time
import ZipWriting

@Suite(.fewAtATime) struct RuntimeTests {
    private func zip(_ name: String, _ text: String) -> JSON {
        let zip = Zip.archive([Zip.Entry(name, Array(text.utf8))])
        return ["ZipFile": .string(Data(zip).base64EncodedString())]
    }

    /// Where no Python of the machine has `awslambdaric`, the error says what to install.
    @Test func pythonFunctionsRunWhereTheMachineHasWhatTheyNeed() async throws {
        try await withLambdaAPI(time: SystemTime()) { (api) async throws in
            let code = zip("app.py", "def handler(event, context):\n    return event['n'] + 1\n")
            try await api.create("g", "", [("Code", code), ("Runtime", "python3.12"), ("Handler", "app.handler")])
            let answer = try await api.invoke("g", nil, ["n": 41]).json
            let message = answer["errorMessage"]?.stringValue ?? ""
            #expect(answer == 42 || message.contains("pip install awslambdaric"))
        }
    }

    @Test func otherRuntimesSayWhatToDo() async throws {
        try await withLambdaAPI(time: SystemTime()) { (api) async throws in
            try await api.create("g", "", [("Code", zip("Main.java", "")), ("Runtime", "java21")])
            let answer = try await api.invoke("g").json
            #expect(answer["errorType"] == "Runtime.InvalidEntrypoint")
            #expect(answer["errorMessage"]?.stringValue?.contains("Hearth has no java21") == true)
            let image: [(String, JSON)] = [
                ("PackageType", "Image"), ("Code", ["ImageUri": "registry/i:latest"]), ("Runtime", .null),
                ("Handler", .null),
            ]
            #expect(try await api.create("h", "", image).json["PackageType"] == "Image")
            let shown = try await api.send("GET", "/2015-03-31/functions/h").json["Code"]
            #expect(shown?["RepositoryType"] == "ECR" && shown?["ImageUri"] == "registry/i:latest")
            let refusal = try await api.invoke("h").json["errorMessage"]?.stringValue
            #expect(refusal?.contains("container images") == true)
        }
    }
}
