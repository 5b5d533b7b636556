import JSON
import Lambda
import ServiceKit
import Storage
import Testing
import Time
import Wire

@Suite struct EventInvokeConfigTests {
    private static let path = "/2019-09-25/functions/f/event-invoke-config"
    private static let arn = "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST"

    @Test func isKeptAndShown() async throws {
        try await withLambdaAPI { api in
            let queue = "arn:aws:sqs:us-east-1:000000000000:q"
            let put = try await api.send(
                "PUT",
                Self.path,
                ["MaximumRetryAttempts": 1, "DestinationConfig": ["OnFailure": ["Destination": .string(queue)]]]
            )
            #expect(put.status == 200 && put.json["FunctionArn"] == .string(Self.arn))
            #expect(put.json["LastModified"]?.doubleValue == 1_700_000_000)
            #expect(put.json["DestinationConfig"]?["OnFailure"]?["Destination"] == .string(queue))
            #expect(put.json["DestinationConfig"]?["OnSuccess"] == [:])
            let update = try await api.send("POST", Self.path, ["MaximumEventAgeInSeconds": 61])
            #expect(update.json["MaximumRetryAttempts"] == 1 && update.json["MaximumEventAgeInSeconds"] == 61)
            #expect(try await api.send("GET", Self.path).json == update.json)
            let list = try await api.send("GET", Self.path + "/list")
            #expect(list.json == ["FunctionEventInvokeConfigs": [update.json]])
            #expect(try await api.send("DELETE", Self.path + "?Qualifier=%24LATEST").status == 204)
            let gone = try await api.send("GET", Self.path)
            #expect(gone.status == 404 && gone.code == "ResourceNotFoundException")
            #expect(gone.json["Message"] == .string("The function \(Self.arn) doesn't have an EventInvokeConfig"))
        }
    }

    private static let mistakes: [(String, JSON, String, String)] = [
        (path, [:], "InvalidParameterValueException", "You must specify at least one of error handling or"),
        (path, ["MaximumRetryAttempts": 3], "ValidationException", "less than or equal to 2"),
        (path, ["MaximumEventAgeInSeconds": 59], "ValidationException", "greater than or equal to 60"),
        (path, ["MaximumRetryAttempts": "x"], "SerializationException", ""),
        (
            "/2019-09-25/functions/g/event-invoke-config", ["MaximumRetryAttempts": 1], "ResourceNotFoundException",
            "The function doesn't exist."
        ),
        (
            path + "?Qualifier=7", ["MaximumRetryAttempts": 1], "ResourceNotFoundException",
            "The function doesn't exist."
        ),
        (path, destination("x"), "ValidationException", "'destinationConfig.onFailure.destination'"),
        (
            path, destination("arn:aws:kinesis:us-east-1:000000000000:stream/s"), "InvalidParameterValueException",
            "DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=arn:aws:kinesis:us-east-1:000000000000:stream/s))"
        ),
        (
            path, destination("arn:aws:sqs:us-east-1:000000000000:q.fifo"), "InvalidParameterValueException",
            "DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=arn:aws:sqs:us-east-1:000000000000:q.fifo))"
        ),
        (
            path, destination("arn:aws:lambda:us-east-1:000000000000:function:f"), "InvalidParameterValueException",
            "You can't specify the function as a destination for itself."
        ),
        (
            path, destination("arn:aws:lambda:us-east-1:000000000000:function:g"), "InvalidParameterValueException",
            "The destination ARN arn:aws:lambda:us-east-1:000000000000:function:g is invalid."
        ),
        (path, destination("arn:aws:s3:::bucket"), "InvalidParameterValueException", "Hearth does not send records"),
    ]

    private static func destination(_ arn: String) -> JSON {
        ["DestinationConfig": ["OnFailure": ["Destination": .string(arn)]]]
    }

    @Test func mistakesAreAnsweredInAWSsWords() async throws {
        try await withLambdaAPI { api in
            for (path, body, code, text) in Self.mistakes {
                let answer = try await api.send("PUT", path, body)
                #expect(answer.code == code, "\(body.text)")
                let message = answer.json["message"] ?? answer.json["Message"]
                #expect(message?.stringValue?.contains(text) == true, "\(answer.json.text)")
            }
        }
    }

    @Test func theTemplatesReplacesWhatItSaidBefore() throws {
        let database = try Database(.memory, migrations: LambdaAPI.migrations)
        let settings = FunctionSettings()
        try settings.load(database, template: [.init(.eventInvokeConfig, "f"): ["MaximumRetryAttempts": 1]])
        #expect(settings.eventInvokeConfig(of: "f", nil).maximumRetryAttempts == 1)
        try settings.load(database, template: [:])
        #expect(settings.eventInvokeConfig(of: "f", "$LATEST").maximumRetryAttempts == nil)
        database.close()
    }
}
