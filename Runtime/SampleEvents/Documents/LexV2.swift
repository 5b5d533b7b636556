/// https://docs.aws.amazon.com/lexv2/latest/dg/lambda-input-format.html
extension SampleEvent {
    static let lexV2 = [
        SampleEvent(
            "lex-v2",
            "banking-bot",
            "A balance is to be told",
            turn(
                said: "2 April 1980",
                interpretations: [
                    interpretation("CheckBalance", balanceSlots, "ReadyForFulfillment", confidence: "1"),
                    interpretation("FallbackIntent", "{}", "ReadyForFulfillment"),
                    interpretation("Welcome", "{}", "ReadyForFulfillment", confidence: "0.31"),
                ],
                session: #"""
                    "sessionAttributes": {},
                    "activeContexts": [],
                    "intent": \#(intent("CheckBalance", balanceSlots, "ReadyForFulfillment")),
                    """#,
                source: "FulfillmentCodeHook",
                resolvedSlots: #"{"dateofBirth": {"shape": "Scalar", "value": {\#(birthday)}}}"#,
                resolvedIntent: "CheckBalance",
                bot: "BankingBot"
            )
        ),
        elicitation(
            "book-car",
            "A car is to be rented",
            said: "Rent a car",
            "BookCar",
            carSlots,
            first: "PickUpCity",
            others: [
                interpretation("BookHotel", hotelSlots, "InProgress", confidence: "0.47"),
                interpretation("FallbackIntent", "{}", "InProgress"),
            ]
        ),
        elicitation(
            "book-hotel",
            "A room is to be booked",
            said: "Book a room",
            "BookHotel",
            hotelSlots,
            first: "Location",
            others: [
                interpretation("FallbackIntent", "{}", "InProgress"),
                interpretation("BookCar", carSlots, "InProgress", confidence: "0.44"),
            ]
        ),
    ]

    private static let carSlots = #"""
        {"ReturnDate": null, "PickUpDate": null, "DriverAge": null, "CarType": null, "PickUpCity": null}
        """#
    private static let hotelSlots = #"{"RoomType": null, "CheckInDate": null, "Nights": null, "Location": null}"#
    private static let birthday = #""originalValue": "2 April 1980", "resolvedValues": ["1980-04-02"]"#
    private static let balanceSlots = #"""
        {
          "dateofBirth": {"shape": "Scalar", "value": {\#(birthday), "interpretedValue": "1980-04-02"}},
          "accountType": {
            "shape": "Scalar",
            "value": {"originalValue": "current", "resolvedValues": ["Current"], "interpretedValue": "Current"}
          }
        }
        """#

    private static func intent(_ name: String, _ slots: String, _ state: String) -> String {
        #"{"slots": \#(slots), "confirmationState": "None", "name": "\#(name)", "state": "\#(state)"}"#
    }

    private static func interpretation(
        _ name: String,
        _ slots: String,
        _ state: String,
        confidence: String? = nil
    ) -> String {
        let confidence = confidence.map { #", "nluConfidence": \#($0)"# } ?? ""
        return #"{"intent": \#(intent(name, slots, state))\#(confidence)}"#
    }

    /// The first turn of a dialogue, after which a slot is to be asked for.
    private static func elicitation(
        _ name: String,
        _ summary: String,
        said: String,
        _ intentName: String,
        _ slots: String,
        first: String,
        others: [String]
    ) -> SampleEvent {
        let intent = intent(intentName, slots, "InProgress")
        return SampleEvent(
            "lex-v2",
            name,
            summary,
            turn(
                said: said,
                interpretations: [interpretation(intentName, slots, "InProgress", confidence: "1")] + others,
                proposal: #"""
                    "proposedNextState": {
                      "intent": \#(intent),
                      "dialogAction": {"slotToElicit": "\#(first)", "type": "ElicitSlot"}
                    },
                    """#,
                session: #""intent": \#(intent),"#,
                source: "DialogCodeHook",
                resolvedSlots: "{}",
                resolvedIntent: intentName,
                bot: "BookTrip"
            )
        )
    }

    private static func turn(
        said: String,
        interpretations: [String],
        proposal: String = "",
        session: String,
        source: String,
        resolvedSlots: String,
        resolvedIntent: String,
        bot: String
    ) -> String {
        #"""
        {
          "sessionId": "000000000000001",
          "inputTranscript": "\#(said)",
          "interpretations": [\#(interpretations.joined(separator: ", "))],
          \#(proposal)
          "responseContentType": "text/plain; charset=utf-8",
          "sessionState": {\#(session) "originatingRequestId": "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90"},
          "messageVersion": "1.0",
          "invocationSource": "\#(source)",
          "transcriptions": [
            {
              "transcription": "\#(said)",
              "transcriptionConfidence": 1,
              "resolvedSlots": \#(resolvedSlots),
              "resolvedContext": {"intent": "\#(resolvedIntent)"}
            }
          ],
          "inputMode": "Text",
          "bot": {
            "aliasName": "TestBotAlias",
            "aliasId": "TSTALIASID",
            "name": "\#(bot)",
            "version": "DRAFT",
            "localeId": "en_GB",
            "id": "A1B2C3D4E5"
          }
        }
        """#
    }
}
