import Compression
import Dispatch
import FoundationEssentials
import JSON
import ServiceKit
import ServiceTesting
import Storage
import Synchronization
import Testing
import Time
import Wire

@testable import Logs

@Suite struct LogsTests {
    private let client: ServiceClient<Logs>
    private let functions = FunctionReceiver()
    private let metrics = MetricRecorder()

    init() throws {
        let (functions, metrics) = (functions, metrics)
        client = try ServiceClient(targetPrefix: "Logs_20140328.", migrations: Logs.migrations) { context in
            var context = context
            context.deliveries.register(functions, for: "lambda")
            context.metrics = metrics
            return try Logs(context)
        }
    }

    private var now: Int64 { client.time.now.millisecondsSinceEpoch }

    private func makeStream(_ stream: String = "s", of group: String = "g") async throws {
        _ = try await client.send("CreateLogGroup", #"{"logGroupName":"\#(group)"}"#)
        try await client.call("CreateLogStream", #"{"logGroupName":"\#(group)","logStreamName":"\#(stream)"}"#)
    }

    @discardableResult
    private func put(_ events: [(Int64, String)], to stream: String = "s", of group: String = "g") async throws -> JSON
    {
        let list = events.map { JSON.object(JSON.Object([("timestamp", JSON($0.0)), ("message", .string($0.1))])) }
        let body: JSON = [
            "logGroupName": .string(group), "logStreamName": .string(stream), "logEvents": .array(list),
        ]
        return try await client.call("PutLogEvents", body.text)
    }

    private func messages(_ reply: JSON) -> [String] {
        (reply["events"]?.arrayValue ?? []).compactMap { $0["message"]?.stringValue }
    }

    private func get(_ more: String = "") async throws -> JSON {
        try await client.call("GetLogEvents", #"{"logGroupName":"g","logStreamName":"s"\#(more)}"#)
    }

    private func filter(_ more: String = "") async throws -> JSON {
        try await client.call("FilterLogEvents", #"{"logGroupName":"g"\#(more)}"#)
    }

    @Test func tellsProtectionOfGroupsThatAreLookedUp() async throws {
        try await makeStream()
        for (search, isTold) in [
            ("{}", true), (#"{"logGroupNamePrefix":"g"}"#, true), (#"{"logGroupNamePattern":"g"}"#, false),
        ] {
            let reply = try await client.call("DescribeLogGroups", search)
            for member in ["deletionProtectionEnabled", "storedBytes"] {
                #expect((reply["logGroups"]?[0]?[member] != nil) == isTold)
            }
        }
    }

    @Test func namesTheTransformationsThatAreTooMany() async throws {
        try await makeStream()
        let transformations = (1...2).map {
            #"{"metricName":"m\#($0)","metricNamespace":"n","metricValue":"1","unit":"Count"}"#
        }
        let refusal = try await client.refusal(
            "PutMetricFilter",
            """
            {"logGroupName":"g","filterName":"f","filterPattern":"",
            "metricTransformations":[\(transformations.joined(separator: ","))]}
            """
        )
        let told = (1...2).map {
            "MetricTransformation(metricName=m\($0), metricNamespace=n, metricValue=1, defaultValue=null, unit=Count, "
                + "dimensions=null)"
        }
        #expect(
            refusal
                == "InvalidParameterException: 1 validation error detected: Value '[\(told.joined(separator: ", "))]' at "
                + "'metricTransformations' failed to satisfy constraint: Member must have length less than or equal to 1"
        )
    }

    @Test func listsMetricFiltersByTheirNames() async throws {
        for (group, name) in [("a", "second"), ("b", "first")] {
            try await makeStream(of: group)
            try await client.call(
                "PutMetricFilter",
                """
                {"logGroupName":"\(group)","filterName":"\(name)","filterPattern":"",
                "metricTransformations":[{"metricName":"m","metricNamespace":"n","metricValue":"1"}]}
                """
            )
        }
        let filters = try await client.call("DescribeMetricFilters", "{}")["metricFilters"]?.arrayValue ?? []
        #expect(filters.map { $0["filterName"] } == ["first", "second"])
    }

    @Test func policiesOfTheAccountHaveNoRevisions() async throws {
        let reply = try await client.call("PutResourcePolicy", #"{"policyName":"p","policyDocument":"{}"}"#)
        #expect(reply["resourcePolicy"]?["policyName"] == "p")
        let policy = #"{"Statement":[{"Effect":"Allow","Principal":{"Service":["route53.amazonaws.com"]}}]}"#
        let request = (["policyName": "q", "policyDocument": .string(policy)] as JSON).text
        let second = try await client.call("PutResourcePolicy", request)
        #expect(second["resourcePolicy"]?["policyDocument"] == .string(policy))
        #expect(
            try await client.call("DescribeResourcePolicies", "{}")["resourcePolicies"]?[1]?["policyDocument"]
                == #"{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"route53.amazonaws.com"}}]}"#
        )
        #expect(
            try await client.refusal("DeleteResourcePolicy", #"{"policyName":"none"}"#)
                == "ResourceNotFoundException: Policy with name [none] does not exist."
        )
        let name = String(repeating: "a", count: 513)
        #expect(
            try await client.refusal("CreateLogGroup", #"{"logGroupName":"\#(name)"}"#)
                == "InvalidParameterException: Invalid LogGroup or LogStream, both must have length less than or equal "
                + "to 512."
        )
        #expect(reply["revisionId"] == nil && reply["resourcePolicy"]?["revisionId"] == nil)
    }

    @Test func readsAStreamFromItsTailAndPagesBothWays() async throws {
        try await makeStream()
        try await put((0..<20).map { (now + Int64($0), "\($0)") })
        let tail = try await get(#","limit":5"#)
        #expect(messages(tail) == ["15", "16", "17", "18", "19"])
        let back = try await get(#","limit":5,"nextToken":\#(tail["nextBackwardToken"]?.text ?? "")"#)
        #expect(messages(back) == ["10", "11", "12", "13", "14"])
        let forward = try await get(#","limit":5,"nextToken":\#(back["nextForwardToken"]?.text ?? "")"#)
        #expect(messages(forward) == messages(tail))
        let end = try await get(#","nextToken":\#(forward["nextForwardToken"]?.text ?? "")"#)
        #expect(messages(end) == [])
        #expect(end["nextForwardToken"] == forward["nextForwardToken"])
        let again = try await get(#","limit":5,"nextToken":\#(end["nextBackwardToken"]?.text ?? "")"#)
        #expect(messages(again) == messages(tail))
        #expect(messages(try await get(#","limit":2,"startFromHead":true"#)) == ["0", "1"])
        #expect(messages(try await get(#","startTime":\#(now + 3),"endTime":\#(now + 5)"#)) == ["3", "4"])
    }

    @Test func followsAStreamThatGrows() async throws {
        try await makeStream()
        let empty = try await get()
        try await put([(now, "a")])
        let first = try await get(#","nextToken":\#(empty["nextForwardToken"]?.text ?? "")"#)
        #expect(messages(first) == ["a"])
        try await put([(now + 1, "b")])
        let next = try await get(#","nextToken":\#(first["nextForwardToken"]?.text ?? "")"#)
        #expect(messages(next) == ["b"])
    }

    @Test func ordersByTimestampWhateverCameFirst() async throws {
        try await makeStream()
        try await put([(now - 10, "c"), (now, "f")])
        try await put([(now - 20, "a"), (now - 15, "b"), (now - 5, "e")])
        try await put([(now - 10, "d")])
        #expect(messages(try await get()) == ["a", "b", "c", "d", "e", "f"])
        #expect(messages(try await get(#","limit":3"#)) == ["d", "e", "f"])
        #expect(messages(try await filter()) == ["a", "b", "c", "d", "e", "f"])
    }

    @Test func searchesTheStreamsOfAGroupPageByPage() async throws {
        try await makeStream("s1")
        try await makeStream("s2")
        for index in 0..<6 { try await put([(now + Int64(index), "event \(index)")], to: index % 2 == 0 ? "s1" : "s2") }
        let first = try await filter(#","limit":4"#)
        #expect(messages(first) == ["event 0", "event 1", "event 2", "event 3"])
        let token = try #require(first["nextToken"]?.text)
        #expect(messages(try await filter(#","nextToken":\#(token)"#)) == ["event 4", "event 5"])
        #expect(messages(try await filter(#","logStreamNames":["s2"]"#)) == ["event 1", "event 3", "event 5"])
        #expect(
            messages(try await filter(#","logStreamNamePrefix":"s1","filterPattern":"?0 ?4""#)) == [
                "event 0", "event 4",
            ]
        )
        #expect(try await filter(#","limit":6"#)["nextToken"] == nil)
        #expect(
            try await client.refusal("FilterLogEvents", #"{"logGroupName":"g","nextToken":"other"}"#)
                == "InvalidParameterException: The specified nextToken is invalid."
        )
    }

    @Test func leavesOutWhatIsTooOldOrTooNew() async throws {
        try await makeStream()
        let day: Int64 = 86_400_000
        let reply = try await put([(now - 15 * day, "old"), (now, "ok"), (now + day / 8, "new")])
        #expect(reply["rejectedLogEventsInfo"] == ["tooOldLogEventEndIndex": 1, "tooNewLogEventStartIndex": 2])
        #expect(messages(try await get()) == ["ok"])
    }

    @Test func refusesWhatAWSRefuses() async throws {
        try await makeStream()
        let arn = "arn:aws:logs:us-east-1:000000000000:log-group:g"
        try await client.call("DescribeLogStreams", #"{"logGroupIdentifier":"\#(arn)"}"#)
        #expect(
            try await client.refusal("DescribeLogStreams", #"{"logGroupIdentifier":"\#(arn):*"}"#)
                == "InvalidParameterException: 1 validation error detected: Value at 'logGroupIdentifier' failed to "
                + #"satisfy constraint: Member must satisfy regular expression pattern: [\w#+=/:,.@-]*"#
        )
        #expect(
            try await client.refusal(
                "GetLogEvents",
                #"{"logGroupName":"g","logGroupIdentifier":"\#(arn)","logStreamName":"s"}"#
            ) == "ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters."
        )
        let put = { (events: String) in
            try await client.refusal(
                "PutLogEvents",
                #"{"logGroupName":"g","logStreamName":"s","logEvents":[\#(events)]}"#
            )
        }
        #expect(
            try await put(#"{"timestamp":\#(now),"message":"b"},{"timestamp":\#(now - 1),"message":"a"}"#)
                == "InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order."
        )
        #expect(
            try await put(#"{"timestamp":\#(now - 90_000_000),"message":"a"},{"timestamp":\#(now),"message":"b"}"#)
                == "InvalidParameterException: The batch of log events in a single PutLogEvents request cannot span more "
                + "than 24 hours."
        )
        let long = String(repeating: "x", count: 1_048_576)
        #expect(
            try await put(#"{"timestamp":\#(now),"message":"\#(long)"}"#)
                == "InvalidParameterException: Upload too large: 1048602 bytes exceeds limit of 1048576"
        )
        #expect(
            try await client.refusal("CreateLogGroup", #"{"logGroupName":"g"}"#)
                == "ResourceAlreadyExistsException: The specified log group already exists"
        )
        #expect(
            try await client.refusal("CreateLogGroup", #"{"logGroupName":"a b"}"#)
                == "InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' failed to "
                + #"satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+"#
        )
        #expect(
            try await client.refusal("PutTransformer", "{}")
                == "UnknownOperationException: Hearth does not emulate PutTransformer"
        )
    }

    @Test func tellsOfEntitiesThatAreNone() async throws {
        try await makeStream()
        for (keys, error) in [
            (#"{"Type":"Service","Name":"n"}"#, nil), (#"{"Name":"n","Environment":"e"}"#, "MissingRequiredFields"),
            (#"{"Type":"Service","Nam":"n"}"#, "InvalidKeyAttributes"),
        ] {
            let events = #"[{"timestamp":\#(now),"message":"m"}]"#
            let reply = try await client.call(
                "PutLogEvents",
                #"{"logGroupName":"g","logStreamName":"s","logEvents":\#(events),"entity":{"keyAttributes":\#(keys)}}"#
            )
            #expect(reply["rejectedEntityInfo"]?["errorType"]?.stringValue == error)
        }
    }

    @Test func doesNotIgnoreFiltersOfLists() async throws {
        #expect(
            try await client.refusal("ListLogGroups", #"{"logGroupTags":[{"key":"k"}]}"#)
                == "InvalidParameterException: Hearth does not emulate logGroupTags"
        )
    }

    @Test func forgetsWhatAGroupNoLongerKeeps() async throws {
        try await makeStream()
        try await put([(now, "a")])
        try await client.call("PutRetentionPolicy", #"{"logGroupName":"g","retentionInDays":1}"#)
        client.time.advance(by: .seconds(86_400 / 2))
        try await put([(now, "b")])
        #expect(messages(try await get()) == ["a", "b"])
        client.time.advance(by: .seconds(86_400 / 2 + 1))
        #expect(messages(try await get()) == ["b"])
        client.time.advance(by: .seconds(3_600))
        let chunks = try client.service.context.database.readAndWait {
            try $0.first("SELECT count(*) FROM logs_chunk") { $0.integer(0) }
        }
        #expect(chunks == 1)
        #expect(
            try await client.refusal("PutRetentionPolicy", #"{"logGroupName":"g","retentionInDays":2}"#)
                .hasPrefix("InvalidParameterException: 1 validation error detected: Value '2' at 'retentionInDays'")
        )
    }

    @Test func subscribesFunctionsThatLetTheGroupIn() async throws {
        let (functions, receiver) = (FunctionCalls(), functions)
        functions.register {
            $3(.success(nil))
        } refusal: { function, caller in
            let source = "arn:aws:logs:us-east-1:000000000000:log-group:g:*"
            let isAllowed = caller == .init(principal: "logs.amazonaws.com", source: source)
            return isAllowed && function.resource == "function:f"
                ? nil : AWSError("AccessDeniedException", message: "The function lets nobody in.")
        }
        let client = try ServiceClient<Logs>(targetPrefix: "Logs_20140328.", migrations: Logs.migrations) { context in
            context.deliveries.register(receiver, for: "lambda")
            return try Logs(context, functions: functions)
        }
        try await client.call("CreateLogGroup", #"{"logGroupName":"g"}"#)
        let filter = { (function: String) in
            let arn = "arn:aws:lambda:us-east-1:000000000000:function:\(function)"
            return #"{"logGroupName":"g","filterName":"f","filterPattern":"","destinationArn":"\#(arn)"}"#
        }
        #expect(
            try await client.refusal("PutSubscriptionFilter", filter("other"))
                == "InvalidParameterException: Could not execute the lambda function. Make sure you have given CloudWatch "
                + "Logs permission to execute your function."
        )
        try await client.call("PutSubscriptionFilter", filter("f"))
        // What it prints would call it again and again.
        try await client.call("CreateLogGroup", #"{"logGroupName":"/aws/lambda/f"}"#)
        let own = filter("f").replacing(#""g""#, with: #""/aws/lambda/f""#)
        #expect(
            try await client.refusal("PutSubscriptionFilter", own)
                == "InvalidParameterException: The log group provided is reserved for the function logs of the "
                + "destination function."
        )
    }

    @Test func handsEventsToSubscribedFunctions() async throws {
        try await makeStream()
        try await client.call(
            "PutSubscriptionFilter",
            #"{"logGroupName":"g","filterName":"f","filterPattern":"ERROR","destinationArn":"arn:aws:lambda:us-east-1:000000000000:function:watch"}"#
        )
        try await put([(now, "fine"), (now + 1, "ERROR one"), (now + 2, "ERROR two")])
        let delivery = await functions.next()
        #expect(delivery.principal == "logs.amazonaws.com")
        let data = try #require(try JSON(parsing: delivery.payload)["awslogs"]?["data"]?.stringValue)
        let compressed = try #require(Data(base64Encoded: data))
        let event = try JSON(parsing: Compression.gzip.decompress(Array(compressed), limit: 1 << 20))
        #expect(event["messageType"] == "DATA_MESSAGE")
        #expect(event["logGroup"] == "g")
        #expect(event["logStream"] == "s")
        #expect(event["subscriptionFilters"] == ["f"])
        let events = event["logEvents"]?.arrayValue ?? []
        #expect(events.map { $0["message"] } == ["ERROR one", "ERROR two"])
        let found = try await filter(#","filterPattern":"two""#)
        #expect(found["events"]?[0]?["eventId"] == events.last?["id"])
    }

    @Test func measuresWhatMetricFiltersFind() async throws {
        try await makeStream()
        try await client.call(
            "PutMetricFilter",
            #"""
            {"logGroupName":"g","filterName":"f","filterPattern":"{ $.latency > 10 }","metricTransformations":[
            {"metricName":"Latency","metricNamespace":"Shop","metricValue":"$.latency","unit":"Milliseconds",
            "dimensions":{"Path":"$.path"}}]}
            """#
        )
        try await put([(now, #"{"latency":12.5,"path":"/a"}"#), (now, #"{"latency":3,"path":"/a"}"#)])
        #expect(
            await metrics.next()
                == .init(
                    measurements: [MetricValue("Latency", 12.5, unit: "Milliseconds")],
                    subject: MetricSubject("Shop", [.init("Path", "/a")]),
                    instant: client.time.now
                )
        )
    }

    @Test func takesMetricsThatLinesCarry() async throws {
        try await makeStream()
        let line = #"""
            {"_aws":{"Timestamp":1699999990000,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["Service"]],
            "Metrics":[{"Name":"Time","Unit":"Seconds"},{"Name":"Absent"}]}]},"Service":"api","Time":[1,2]}
            """#
        try await put([(now, line)])
        #expect(
            await metrics.next()
                == .init(
                    measurements: [MetricValue("Time", 1, unit: "Seconds"), MetricValue("Time", 2, unit: "Seconds")],
                    subject: MetricSubject("N", [.init("Service", "api")]),
                    instant: Timestamp(millisecondsSinceEpoch: 1_699_999_990_000)
                )
        )
    }

    /// Of a directive whose dimensions are not texts of 1 to 1,024 characters, and of a line whose time is none.
    @Test func leavesOutMetricsWithoutDimensionsOrTime() async throws {
        try await makeStream()
        func line(_ directives: [String], _ time: String) -> String {
            let all = directives.map {
                #"{"Namespace":"\#($0)","Dimensions":[[],["\#($0)"]],"Metrics":[{"Name":"M"}]}"#
            }
            let values = #""number":1,"empty":"","long":"\#(String(repeating: "x", count: 1_025))","text":"x""#
            let directives = all.joined(separator: ",")
            return #"{"_aws":{"Timestamp":\#(time),"CloudWatchMetrics":[\#(directives)]},"M":1,\#(values)}"#
        }
        try await put([(now, line(["text"], #""now""#))])
        try await put([(now, line(["number", "empty", "long", "absent", "text"], "1699999990000"))])
        var subjects: [MetricSubject] = []
        for _ in 0..<3 { if let record = await metrics.next() { subjects.append(record.subject) } }
        #expect(
            subjects == [
                MetricSubject("absent", []), MetricSubject("text", []), MetricSubject("text", [.init("text", "x")]),
            ]
        )
    }

    @Test(arguments: [
        (
            #""defaultValue":1,"dimensions":{"d":"$.d"}"#,
            "dimensions and default value are mutually exclusive properties"
        ),
        (#""dimensions":{"d":"x"}"#, "dimension value must be valid selector"),
    ])
    func refusesMetricTransformations(_ member: String, _ reason: String) async throws {
        try await makeStream()
        let change = #"{"metricName":"m","metricNamespace":"n","metricValue":"1",\#(member)}"#
        let body =
            #"{"logGroupName":"g","filterName":"f","filterPattern":"{$.d=*}","metricTransformations":[\#(change)]}"#
        #expect(
            try await client.refusal("PutMetricFilter", body)
                == "InvalidParameterException: Invalid metric transformation: \(reason)"
        )
    }

    /// What a value is that is neither, and what stands for nothing in the pattern.
    @Test(arguments: [
        ("", "1", true), ("", "99.9", true), ("ERROR", "-2", true), ("", "", false), ("", "one", false),
        ("", "nan", false), ("ERROR", "$.size", false), ("ERROR", "$size", false), ("{$.a=1}", "$.size", true),
        ("{$.a=1}", "size", false), ("{$.a=1}", "$size", false), ("[ip, user, size]", "$size", true),
        ("[ip, user, size]", "$sizes", false), ("[ip, user, size]", "size", false), ("[ip, user, size]", "$3", true),
        ("[ip, user, size]", "$4", false), ("[ip, ..., size]", "$4", true), ("[ip, , size]", "$", false),
    ])
    func metricValuesAreNumbersOrSelectors(_ pattern: String, _ value: String, _ isTaken: Bool) async throws {
        try await makeStream()
        let body: JSON = [
            "logGroupName": "g", "filterName": "f", "filterPattern": .string(pattern),
            "metricTransformations": [
                ["metricName": "m", "metricNamespace": "n", "metricValue": .string(value)]
            ],
        ]
        let answer = try await client.send("PutMetricFilter", body.text)
        #expect(answer.status == (isTaken ? 200 : 400))
        let refusal: JSON = "Invalid metric transformation: metric value must be a valid number"
        #expect(answer.body["message"] == (isTaken ? nil : refusal))
    }

    @Test func onlyPatternsWithSelectorsHaveDimensions() async throws {
        try await makeStream()
        let body = #"""
            {"logGroupName":"g","filterName":"f","filterPattern":"ERROR","metricTransformations":[
            {"metricName":"m","metricNamespace":"n","metricValue":"1","dimensions":{"d":"$.d"}}]}
            """#
        #expect(
            try await client.refusal("PutMetricFilter", body)
                == "InvalidParameterException: The specified filter pattern does not support dimensions"
        )
    }

    @Test func fieldsAreMeasuredByNameOrPlace() async throws {
        try await makeStream()
        for (name, value) in [("a", "$size"), ("b", "$1")] {
            try await client.call(
                "PutMetricFilter",
                #"""
                {"logGroupName":"g","filterName":"\#(name)","filterPattern":"[code, ..., size]","metricTransformations":[
                {"metricName":"\#(name)","metricNamespace":"n","metricValue":"\#(value)"}]}
                """#
            )
        }
        try await put([(now, "200 GET /x 17")])
        var measured: [MetricValue] = []
        for _ in 0..<2 { measured += await metrics.next()?.measurements ?? [] }
        #expect(measured == [MetricValue("a", 17, unit: "None"), MetricValue("b", 200, unit: "None")])
    }

    @Test func gathersWhatFunctionsPrint() async throws {
        let buffer = LogBuffer(client.service)
        for index in 0..<3 {
            buffer.append([Array("line \(index)".utf8)], at: client.time.now, group: "g", stream: "s")
        }
        client.time.advance(by: .milliseconds(100))
        try buffer.flush()
        #expect(messages(try await get()) == ["line 0", "line 1", "line 2"])
        buffer.append([Array("last".utf8)], at: client.time.now, group: "g", stream: "s")
        try buffer.flush()
        #expect(messages(try await get(#","limit":1"#)) == ["last"])
    }

    @Test func writesAtOnceWhatIsPlenty() async throws {
        let buffer = LogBuffer(client.service)
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
        for _ in 0..<2 { buffer.append([line], at: client.time.now, group: "g", stream: "s") }
        try client.service.context.database.writeAndWait(.shared) { _ in }
        #expect(messages(try await get()).count == 2)
    }

    @Test func leavesLinesOutRatherThanFillMemory() async throws {
        let buffer = LogBuffer(client.service)
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
        let isFree = DispatchSemaphore(value: 0)
        client.service.context.database.write(.shared) { _ in
            isFree.wait()
        } completion: { _ in
        }
        for _ in 0..<2 { buffer.append([line], at: client.time.now, group: "g", stream: "s") }
        for _ in 0..<400 { buffer.append([line], at: client.time.now, group: "g", stream: "s") }
        buffer.append([Array("END".utf8)], at: client.time.now, group: "g", stream: "s", isEssential: true)
        buffer.append([Array("calm".utf8)], at: client.time.now, group: "other", stream: "s")
        isFree.signal()
        try buffer.flush()
        let last = try await get(#","limit":2"#)
        #expect(messages(last) == ["END", "(64 lines left out: more was logged than could be kept)"])
        let other = try await client.call("GetLogEvents", #"{"logGroupName":"other","logStreamName":"s"}"#)
        #expect(messages(other) == ["calm"])
    }

    @Test func listsGroupsAndStreams() async throws {
        for name in ["/aws/lambda/b", "/aws/lambda/a", "other"] { try await makeStream("s", of: name) }
        let page = try await client.call("DescribeLogGroups", #"{"logGroupNamePrefix":"/aws","limit":1}"#)
        #expect(page["logGroups"]?[0]?["logGroupName"] == "/aws/lambda/a")
        #expect(page["logGroups"]?[0]?["arn"] == "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/a:*")
        let next = try await client.call(
            "DescribeLogGroups",
            #"{"logGroupNamePrefix":"/aws","nextToken":\#(page["nextToken"]?.text ?? "")}"#
        )
        #expect(next["logGroups"]?.arrayValue?.map { $0["logGroupName"] } == ["/aws/lambda/b"])
        let found = try await client.call("DescribeLogGroups", #"{"logGroupNamePattern":"LAMBDA"}"#)
        #expect(found["logGroups"]?.arrayValue?.count == 2 && found["nextToken"] != nil)
        let rest = try await client.call(
            "DescribeLogGroups",
            #"{"logGroupNamePattern":"LAMBDA","nextToken":\#(found["nextToken"]?.text ?? "")}"#
        )
        #expect(rest["logGroups"] == [] && rest["nextToken"] == nil)
        try await makeStream("t", of: "other")
        try await put([(now, "x")], to: "s", of: "other")
        let streams = try await client.call(
            "DescribeLogStreams",
            #"{"logGroupName":"other","orderBy":"LastEventTime","descending":true}"#
        )
        #expect(streams["logStreams"]?.arrayValue?.map { $0["logStreamName"] } == ["s", "t"])
        try await client.call("DeleteLogGroup", #"{"logGroupName":"other"}"#)
        #expect(
            try await client.refusal("DescribeLogStreams", #"{"logGroupName":"other"}"#)
                == "ResourceNotFoundException: The specified log group does not exist."
        )
    }

    @Test func takesNoHarmFromBadInput() async throws {
        try await makeStream()
        try await put([(now, "kept")])
        let group = #""logGroupName":"g""#
        let filter = #"{"logGroupName":"nowhere","filterName":"f"}"#
        let requests = [
            "CreateLogGroup": #"{"logGroupName":"g","tags":{"a":"b"}}"#,
            "DeleteLogGroup": #"{"logGroupName":"nowhere"}"#, "DescribeLogGroups": "{}", "ListLogGroups": "{}",
            "PutLogGroupDeletionProtection": #"{"logGroupIdentifier":"nowhere","deletionProtectionEnabled":true}"#,
            "AssociateKmsKey": #"{"logGroupName":"nowhere","kmsKeyId":"k"}"#,
            "DisassociateKmsKey": #"{"logGroupName":"nowhere"}"#,
            "CreateLogStream": #"{"logGroupName":"nowhere","logStreamName":"s"}"#,
            "DeleteLogStream": #"{"logGroupName":"nowhere","logStreamName":"s"}"#,
            "DescribeLogStreams": "{\(group)}",
            "PutLogEvents":
                #"{"logGroupName":"nowhere","logStreamName":"s","logEvents":[{"timestamp":1,"message":"m"}]}"#,
            "GetLogEvents": #"{\#(group),"logStreamName":"s"}"#,
            "FilterLogEvents": #"{\#(group),"logStreamNames":["s"],"filterPattern":"kept"}"#,
            "PutRetentionPolicy": #"{"logGroupName":"nowhere","retentionInDays":1}"#,
            "DeleteRetentionPolicy": #"{"logGroupName":"nowhere"}"#,
            "TagLogGroup": #"{"logGroupName":"nowhere","tags":{"a":"b"}}"#,
            "UntagLogGroup": #"{"logGroupName":"nowhere","tags":["a"]}"#, "ListTagsLogGroup": "{\(group)}",
            "TagResource": #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:no","tags":{"a":"b"}}"#,
            "UntagResource": #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:no","tagKeys":["a"]}"#,
            "ListTagsForResource": #"{"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g"}"#,
            "PutSubscriptionFilter":
                #"{"logGroupName":"nowhere","filterName":"f","filterPattern":"","destinationArn":"arn:aws:lambda:us-east-1:000000000000:function:f"}"#,
            "DescribeSubscriptionFilters": "{\(group)}", "DeleteSubscriptionFilter": filter,
            "PutMetricFilter":
                #"{"logGroupName":"nowhere","filterName":"f","filterPattern":"","metricTransformations":[{"metricName":"m","metricNamespace":"n","metricValue":"1"}]}"#,
            "DescribeMetricFilters": "{}", "DeleteMetricFilter": filter,
            "TestMetricFilter": #"{"filterPattern":"a","logEventMessages":["a"]}"#,
            "PutResourcePolicy": #"{"policyName":"p","policyDocument":"{}"}"#,
            "DescribeResourcePolicies": "{}", "DeleteResourcePolicy": #"{"policyName":"p"}"#,
            "PutDestination": #"{"destinationName":"d","targetArn":"t","roleArn":"r"}"#,
            "PutDestinationPolicy": #"{"destinationName":"d","accessPolicy":"{}"}"#, "DescribeDestinations": "{}",
            "DeleteDestination": #"{"destinationName":"d"}"#,
            "PutDeliverySource":
                #"{"name":"s","resourceArn":"arn:aws:cloudfront::000000000000:distribution/d","logType":"ACCESS_LOGS"}"#,
            "GetDeliverySource": #"{"name":"s"}"#, "DescribeDeliverySources": "{}",
            "DeleteDeliverySource": #"{"name":"s"}"#,
            "PutDeliveryDestination":
                #"{"name":"d","deliveryDestinationConfiguration":{"destinationResourceArn":"arn:aws:s3:::b"}}"#,
            "GetDeliveryDestination": #"{"name":"d"}"#, "DescribeDeliveryDestinations": "{}",
            "DeleteDeliveryDestination": #"{"name":"d"}"#,
            "PutDeliveryDestinationPolicy": #"{"deliveryDestinationName":"d","deliveryDestinationPolicy":"{}"}"#,
            "GetDeliveryDestinationPolicy": #"{"deliveryDestinationName":"d"}"#,
            "DeleteDeliveryDestinationPolicy": #"{"deliveryDestinationName":"d"}"#,
            "CreateDelivery":
                #"{"deliverySourceName":"s","deliveryDestinationArn":"arn:aws:logs:us-east-1:000000000000:delivery-destination:d"}"#,
            "UpdateDeliveryConfiguration": #"{"id":"d"}"#, "GetDelivery": #"{"id":"d"}"#, "DescribeDeliveries": "{}",
            "DeleteDelivery": #"{"id":"d"}"#,
            "CreateExportTask": #"{\#(group),"from":0,"to":1,"destination":"bucket"}"#, "DescribeExportTasks": "{}",
            "CancelExportTask": #"{"taskId":"t"}"#, "StartLiveTail": #"{"logGroupIdentifiers":["g"]}"#,
            "StartQuery": #"{\#(group),"startTime":0,"endTime":1,"queryString":"fields @message"}"#,
            "GetQueryResults": #"{"queryId":"q"}"#, "StopQuery": #"{"queryId":"q"}"#, "DescribeQueries": "{}",
        ]
        try await client.checkBadInput(Logs.operations, requests) { try await get() }
    }
}

/// What functions were given.
private final class FunctionReceiver: DeliveryReceiver {
    private let deliveries = AsyncStream.makeStream(of: Delivery.self)

    func receive(_ delivery: Delivery, at: ARN, completion: @escaping @Sendable (Result<Void, AWSError>) -> Void) {
        deliveries.continuation.yield(delivery)
        completion(.success(()))
    }

    func next() async -> Delivery {
        for await delivery in deliveries.stream { return delivery }
        return Delivery(payload: [], principal: "")
    }
}

/// What was measured.
private final class MetricRecorder: MetricSink {
    struct Record: Sendable, Hashable {
        var measurements: [MetricValue]
        var subject: MetricSubject
        var instant: Timestamp
    }

    private let records = AsyncStream.makeStream(of: Record.self)

    func record(_ measurements: [MetricValue], of subject: MetricSubject, at instant: Timestamp) {
        records.continuation.yield(Record(measurements: measurements, subject: subject, instant: instant))
    }

    func next() async -> Record? {
        for await record in records.stream { return record }
        return nil
    }
}
