import JSON
import Lambda
import Storage
import Testing
import Time

/// What callers see while a function is being changed, which takes a second.
@Suite struct FunctionChangeTests {
    private static let functions = "/2015-03-31/functions"
    private static let conflict: JSON = .string(
        "The operation cannot be performed at this time. An update is in progress for resource: "
            + "arn:aws:lambda:us-east-1:000000000000:function:g"
    )

    private func shown(_ api: LambdaAPIClient, _ name: String = "g") async throws -> JSON {
        try await api.send("GET", "\(Self.functions)/\(name)/configuration").json
    }

    @Test func aFunctionIsActiveAtTheFirstLook() async throws {
        try await withLambdaAPI { (api) async throws in
            #expect(try await api.create("g").json["State"] == "Pending")
            let shown = try await shown(api)
            #expect(shown["State"] == "Active" && shown["LastUpdateStatus"] == "Successful")
            #expect(try await api.send("PUT", "\(Self.functions)/g/configuration", ["Timeout": 5]).status == 200)
        }
    }

    @Test func anUpdateIsInProgressForASecond() async throws {
        try await withLambdaAPI { (api) async throws in
            try await api.create("g")
            let updated = try await api.send("PUT", "\(Self.functions)/g/configuration", ["Timeout": 5]).json
            try await api.pass(.milliseconds(999))
            let during = try await shown(api)
            #expect(during == updated && during["LastUpdateStatus"] == "InProgress")
            #expect(during["State"] == "Active" && during["LastUpdateStatusReasonCode"] == "Creating")
            try await api.pass(.milliseconds(1))
            let after = try await shown(api)
            #expect(after["LastUpdateStatus"] == "Successful" && after["LastUpdateStatusReason"] == nil)
            #expect(after["RevisionId"] != during["RevisionId"] && after["Timeout"] == 5)
        }
    }

    @Test func nothingElseIsBegunMeanwhile() async throws {
        try await withLambdaAPI { (api) async throws in
            let arn = try #require(try await api.create("g").json["FunctionArn"]?.stringValue)
            let code: JSON = ["ZipFile": .string(LambdaAPIClient.zip("next"))]
            #expect(try await api.send("PUT", "\(Self.functions)/g/code", code).status == 200)
            let requests: [(String, String, JSON)] = [
                ("PUT", "\(Self.functions)/g/code", code),
                ("PUT", "\(Self.functions)/g/configuration", ["Timeout": 5]),
                ("POST", "\(Self.functions)/g/versions", [:]),
                ("POST", "/2017-03-31/tags/\(arn)", ["Tags": ["a": "b"]]),
            ]
            for (method, path, body) in requests {
                let refused = try await api.send(method, path, body)
                #expect(refused.status == 409 && refused.code == "ResourceConflictException")
                #expect(refused.json["message"] == Self.conflict && refused.json["Type"] == "User")
            }
            #expect(try await shown(api)["Timeout"] == 3)
            for (method, path, body) in requests {
                try await api.pass(.seconds(1))
                #expect(try await api.send(method, path, body).status < 300)
            }
        }
    }

    @Test func aVersionOfTheUpdateIsPendingAsLong() async throws {
        try await withLambdaAPI { (api) async throws in
            try await api.create("g")
            let code: JSON = ["ZipFile": .string(LambdaAPIClient.zip("next")), "Publish": true]
            let published = try await api.send("PUT", "\(Self.functions)/g/code", code).json
            #expect(published["Version"] == "1" && published["State"] == "Pending")
            #expect(try await shown(api, "g:1") == published)
            #expect(try await shown(api)["LastUpdateStatus"] == "InProgress")
            try await api.pass(.seconds(1))
            #expect(try await shown(api, "g:1")["State"] == "Active")
            #expect(try await api.send("POST", "\(Self.functions)/g/versions", [:]).json["Version"] == "1")
        }
    }

    @Test func aDryRunBeginsNothing() async throws {
        try await withLambdaAPI { (api) async throws in
            try await api.create("g")
            let code: JSON = ["ZipFile": .string(LambdaAPIClient.zip("next")), "DryRun": true]
            for _ in 0..<2 {
                let answer = try await api.send("PUT", "\(Self.functions)/g/code", code)
                #expect(answer.json["LastUpdateStatus"] == "Successful")
            }
        }
    }

    @Test func aRestartNeitherEndsNorExtendsIt() async throws {
        let database = try Database(.memory, migrations: LambdaAPI.migrations)
        defer { database.close() }
        let time = ManualTime()
        try await withLambdaAPI(time: time, database: database) { (api) async throws in
            try await api.create("g")
            _ = try await api.send("PUT", "\(Self.functions)/g/configuration", ["Timeout": 5])
        }
        try await withLambdaAPI(time: time, database: database) { (api) async throws in
            #expect(try await shown(api)["LastUpdateStatus"] == "InProgress")
            time.advance(by: .seconds(1))
            #expect(try await shown(api)["LastUpdateStatus"] == "Successful")
        }
        let past = ManualTime(now: time.now - .seconds(3_600))
        try await withLambdaAPI(time: past, database: database) { (api) async throws in
            #expect(try await shown(api)["LastUpdateStatus"] == "Successful")
        }
    }
}
