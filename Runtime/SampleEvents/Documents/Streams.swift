/// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
/// https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
/// https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
extension SampleEvent {
    static let dynamoDB = [
        SampleEvent(
            "dynamodb",
            "update",
            "An item of a table's stream is made, changed and deleted",
            Parameter.arn + [.init("table", "books")],
            #"""
            {
              "Records": [
                \#(change(1, "INSERT", "61", [("NewImage", "Emma")])),
                \#(change(2, "MODIFY", "98", [("NewImage", "Emma, annotated"), ("OldImage", "Emma")])),
                \#(change(3, "REMOVE", "57", [("OldImage", "Emma, annotated")]))
              ]
            }
            """#
        )
    ]

    private static func change(_ number: Int, _ name: String, _ size: String, _ images: [(String, String)]) -> String {
        let images = images.map { #""\#($0)": {"Message": {"S": "\#($1)"}, "Id": {"N": "101"}},"# }
        return #"""
            {
              "eventID": "9c1f5b2e7d3a48608b7c6d5e4f3a2b\#(number)c",
              "eventName": "\#(name)",
              "eventVersion": "1.1",
              "eventSource": "aws:dynamodb",
              "awsRegion": "${region}",
              "dynamodb": {
                "Keys": {"Id": {"N": "101"}},
                \#(images.joined(separator: " "))
                "ApproximateCreationDateTime": 1773480413,
                "SequenceNumber": "70000000000000000000\#(number)",
                "SizeBytes": \#(size),
                "StreamViewType": "NEW_AND_OLD_IMAGES"
              },
              "eventSourceARN": "arn:${partition}:dynamodb:${region}:${account-id}:table/${table}/stream/2026-03-01T00:00:00.000"
            }
            """#
    }

    static let kinesis = [
        analytics("analytics", "Records of a Data Analytics application", "A page was read", encoding: "base64:"),
        analytics(
            "analytics-compressed",
            "Gzipped records of a Data Analytics application",
            compressedPageRead
        ),
        analytics(
            "analytics-dynamodb",
            "Records of a Data Analytics application, for a table",
            #"{"ROWTIME_TIMESTAMP":"2026-03-14 09:26:53.000","BOOKID":"101","READERCOUNT":18}"#,
            encoding: "base64:"
        ),
        aggregated,
        SampleEvent(
            "kinesis",
            "apachelog",
            "A line of Apache's log on its way through Firehose",
            [.region, .init("data", apacheLine)],
            #"{"invocationId": "\#(invocation)", "region": "${region}", "records": [\#(firehoseRecord)]}"#
        ),
        logsProcessor,
        SampleEvent(
            "kinesis",
            "get-records",
            "A record of a stream",
            [
                .region, .partition, .init("sequence", sequence), .init("data", #"{"book":"emma","page":12}"#),
                .init("partition-key", "reader-1"),
            ],
            #"""
            {
              "Records": [
                {
                  "kinesis": {
                    "partitionKey": "${partition-key}",
                    "kinesisSchemaVersion": "1.0",
                    "data": "${base64:data}",
                    "sequenceNumber": "${sequence}",
                    "approximateArrivalTimestamp": 1773480413.589
                  },
                  "eventSource": "aws:kinesis",
                  "eventID": "shardId-000000000000:${sequence}",
                  "invokeIdentityArn": "arn:${partition}:iam::000000000000:role/read-pages",
                  "eventVersion": "1.0",
                  "eventName": "aws:kinesis:record",
                  "eventSourceARN": "arn:${partition}:kinesis:${region}:000000000000:stream/pages",
                  "awsRegion": "${region}"
                }
              ]
            }
            """#
        ),
        SampleEvent(
            "kinesis",
            "kinesis-firehose",
            "A record on its way through Firehose",
            [.partition, .region, .init("data", pageRead)],
            #"""
            {
              "invocationId": "\#(invocation)",
              "deliveryStreamArn": "arn:${partition}:firehose:${region}:000000000000:deliverystream/pages",
              "region": "${region}",
              "records": [\#(firehoseRecord)]
            }
            """#
        ),
        SampleEvent(
            "kinesis",
            "streams-as-source",
            "A stream's record on its way through Firehose",
            [
                .partition, .region, .init("partition-key", "reader-1"), .init("data", pageRead),
                .init("sequence", sequence),
            ],
            #"""
            {
              "invocationId": "\#(invocation)",
              "deliveryStreamArn": "arn:${partition}:firehose:${region}:000000000000:deliverystream/pages",
              "region": "${region}",
              "records": [
                {
                  "recordId": "\#(sequence)",
                  "approximateArrivalTimestamp": 1773480413589,
                  "kinesisRecordMetadata": {
                    "sequenceNumber": "${sequence}",
                    "subsequenceNumber": "7",
                    "partitionKey": "${partition-key}",
                    "shardId": "shardId-000000000000",
                    "approximateArrivalTimestamp": 1773480413589
                  },
                  "data": "${data}"
                }
              ]
            }
            """#
        ),
        SampleEvent(
            "kinesis",
            "syslog",
            "Two lines of a system's log on their way through Firehose",
            [.region, .init("data", systemLine)],
            #"""
            {
              "invocationId": "\#(invocation)",
              "region": "${region}",
              "records": [\#(firehoseRecord), \#(firehoseRecord)]
            }
            """#
        ),
    ]

    private static let invocation = "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90"
    private static let sequence = "49672351870483246510293847561029384756102938475610293762"
    /// `{"book":"emma","page":12}`
    private static let pageRead = "eyJib29rIjoiZW1tYSIsInBhZ2UiOjEyfQ=="
    /// The same, gzipped.
    private static let compressedPageRead = "H4sIAAAAAAACA6tWSsrPz1ayUkrNzU1U0lEqSExPVbIyNKoFAITW2RUZAAAA"
    private static let aggregatedPagesRead =
        "84mawgoIcmVhZGVyLTEaHQgAGhl7ImJvb2siOiJlbW1hIiwicGFnZSI6MTJ9Gh0IABoZeyJib29rIjoiZW1tYSIsInBhZ2UiOjEzfT3gVXnNxu+3eDkB9OWhYEI="
    /// `203.0.113.7 - - [14/Mar/2026:09:26:53 +0000] "GET /books/emma HTTP/1.1" 200 512`
    private static let apacheLine =
        "MjAzLjAuMTEzLjcgLSAtIFsxNC9NYXIvMjAyNjowOToyNjo1MyArMDAwMF0gIkdFVCAvYm9va3MvZW1tYSBIVFRQLzEuMSIgMjAwIDUxMg=="
    /// `<34>Mar 14 09:26:53 shelf search: the index did not answer`
    private static let systemLine = "PDM0Pk1hciAxNCAwOToyNjo1MyBzaGVsZiBzZWFyY2g6IHRoZSBpbmRleCBkaWQgbm90IGFuc3dlcg=="

    private static let firehoseRecord = #"""
        {"recordId": "\#(sequence)", "approximateArrivalTimestamp": 1773480413589, "data": "${data}"}
        """#

    // MARK: Data Analytics

    private static let application = Parameter.arn + [.init("application", "page-counts"), .init("stream", "pages")]

    private static func analytics(
        _ name: String,
        _ summary: String,
        _ data: String,
        encoding: String = ""
    ) -> SampleEvent {
        SampleEvent(
            "kinesis",
            name,
            summary,
            application + [.init("data", data)],
            analyticsDocument(#"{"recordId": "\#(sequence)", "data": "${\#(encoding)data}"}"#)
        )
    }

    private static func analyticsDocument(_ records: String) -> String {
        #"""
        {
          "invocationId": "\#(invocation)",
          "applicationArn": "arn:${partition}:kinesisanalytics:${region}:${account-id}:application/${application}",
          "streamArn": "arn:${partition}:kinesis:${region}:${account-id}:stream/${stream}",
          "records": [\#(records)]
        }
        """#
    }

    /// The first record is several that the Producer Library has put together (magic number, protocol buffer, MD5).
    private static let aggregated = SampleEvent(
        "kinesis",
        "analytics-kpl",
        "Records of a Data Analytics application that the Producer Library has put together",
        application,
        analyticsDocument(
            [(1, aggregatedPagesRead), (2, pageRead)].map { number, data in
                #"""
                {
                  "recordId": "\#(sequence)\#(number)",
                  "kinesisStreamRecordMetadata": {
                    "shardId": "shardId-00000000000\#(number)",
                    "partitionKey": "reader-\#(number)",
                    "approximateArrivalTimestamp": 1773480413589,
                    "sequenceNumber": "\#(sequence)\#(number)"
                  },
                  "data": "\#(data)"
                }
                """#
            }.joined(separator: ", ")
        )
    )

    // MARK: Logs through Firehose

    private static let logsProcessor = SampleEvent(
        "kinesis",
        "cloudwatch-logs-processor",
        "Log lines of a subscription filter on their way through Firehose",
        Parameter.arn,
        #"""
        {
          "records": [
            \#(logRecord(1, "CONTROL_MESSAGE", "CWL CONTROL MESSAGE: Checking health of destination Firehose.")),
            \#(logRecord(2, "DATA_MESSAGE", "ERROR the search index did not answer")),
            \#(logRecord(3, "DATA_MESSAGE", "ERROR gave up after 3 attempts"))
          ],
          "region": "${region}",
          "deliveryStreamArn": "arn:${partition}:firehose:${region}:${account-id}:deliverystream/logs",
          "invocationId": "\#(invocation)"
        }
        """#
    )

    private static func logRecord(_ number: Int, _ type: String, _ message: String) -> String {
        #"""
        {
          "recordId": "4967235187048324651029384756102938475610293847561029376200000\#(number)",
          "data": {
            "$gzip": {
              "messageType": "\#(type)",
              "owner": "${account-id}",
              "logGroup": "/aws/lambda/search",
              "logStream": "2026/03/14/[$LATEST]0b8e6a1c5f434d0e9b5a2f6d1c7e8a90",
              "subscriptionFilters": ["errors"],
              "logEvents": [
                {
                  "id": "3954698668313554428650745793632162567570019247115678515\#(number)",
                  "timestamp": 177348041\#(number)000,
                  "message": "\#(message)"
                }
              ]
            }
          },
          "approximateArrivalTimestamp": 177348041\#(number)589
        }
        """#
    }
}
