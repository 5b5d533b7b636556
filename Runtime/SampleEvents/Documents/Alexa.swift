/// https://developer.amazon.com/docs/custom-skills/request-and-response-json-reference.html
extension SampleEvent {
    static let alexaSkillsKit = [
        skill("end-session", "A session with a skill has ended", audio: false, request: ended),
        skill("intent-answer", "A quiz skill is told an answer", attributes: quiz, request: intent(answer)),
        skill(
            "intent-getnewfact",
            "A skill is asked for a fact",
            request: intent(#"{"name":"GetNewFactIntent","slots":{}}"#)
        ),
        skill(
            "intent-mycoloris",
            "A skill is told a colour",
            request: intent(slot("MyColorIsIntent", "Color", "Color", "green"))
        ),
        skill(
            "intent-recipe",
            "A skill is asked for a recipe",
            request: intent(slot("RecipeIntent", "Item", "Item", "shortbread"))
        ),
        skill("start-session", "A session with a skill begins", isNew: true, request: launch),
    ]

    private static func skill(
        _ name: String,
        _ summary: String,
        isNew: Bool = false,
        attributes: String = "{}",
        audio: Bool = true,
        request: String
    ) -> SampleEvent {
        SampleEvent(
            "alexa-skills-kit",
            name,
            summary,
            [
                .init("session-id", "5f1c0a9e"), .init("user-id", "reader-1"), .init("application-id", "bookshelf"),
                .init("request-id", "7d2e"),
            ],
            #"""
            {
              "version": "1.0",
              "session": {
                "new": \#(isNew),
                "sessionId": "amzn1.echo-api.session.${session-id}",
                "application": {"applicationId": "amzn1.ask.skill.${application-id}"},
                "attributes": \#(attributes),
                "user": {"userId": "amzn1.ask.account.${user-id}"}
              },
              "context": {
                \#(audio ? #""AudioPlayer": {"playerActivity": "IDLE"},"# : "")
                "System": {
                  "application": {"applicationId": "amzn1.ask.skill.${application-id}"},
                  "user": {"userId": "amzn1.ask.account.${user-id}"},
                  "device": {"supportedInterfaces": {"AudioPlayer": {}}}
                }
              },
              "request": {
                "type": \#(request)
              }
            }
            """#
        )
    }

    /// What all requests have behind their type.
    private static let requestMembers = #"""
        "requestId": "amzn1.echo-api.request.${request-id}",
        "timestamp": "2026-03-14T09:26:53Z",
        "locale": "en-GB"
        """#
    private static let launch = #""LaunchRequest", \#(requestMembers)"#
    private static let ended = #""SessionEndedRequest", \#(requestMembers), "reason": "USER_INITIATED""#

    private static func intent(_ intent: String) -> String {
        #""IntentRequest", \#(requestMembers), "intent": \#(intent)"#
    }

    private static func slot(_ intent: String, _ slot: String, _ name: String, _ value: String) -> String {
        #"{"name": "\#(intent)", "slots": {"\#(slot)": {"name": "\#(name)", "value": "\#(value)"}}}"#
    }

    private static let answer = slot("AnswerIntent", "Item", "Answer", "2")
    private static let quiz = #"""
        {
          "score": 1,
          "currentQuestionIndex": 1,
          "speechOutput": "Question 2. Who wrote Emma? 1. Eliot. 2. Austen. 3. Gaskell.",
          "correctAnswerText": "Austen",
          "repromptText": "Question 2. Who wrote Emma? 1. Eliot. 2. Austen. 3. Gaskell.",
          "questions": [7, 3, 11],
          "STATE": "_TRIVIAMODE",
          "correctAnswerIndex": 2
        }
        """#

    // MARK: Smart home

    static let alexaSmartHome = [
        smartHome(
            "smart-home-control-turn-off-request",
            "A lamp is turned off",
            "TurnOffRequest",
            "Control",
            appliance: true
        ),
        smartHome(
            "smart-home-control-turn-on-request",
            "A lamp is turned on",
            "TurnOnRequest",
            "Control",
            appliance: true
        ),
        smartHome("smart-home-discovery-request", "Devices are looked for", "DiscoverAppliancesRequest", "Discovery"),
    ]

    private static func smartHome(
        _ name: String,
        _ summary: String,
        _ request: String,
        _ namespace: String,
        appliance: Bool = false
    ) -> SampleEvent {
        let lamp = #", "appliance": {"additionalApplianceDetails": {}, "applianceId": "reading-lamp-1"}"#
        return SampleEvent(
            "alexa-smart-home",
            name,
            summary,
            #"""
            {
              "header": {
                "messageId": "0B6D6A5E-3C1F-4E0A-9A77-6C2B5D1F8E90",
                "name": "\#(request)",
                "namespace": "Alexa.ConnectedHome.\#(namespace)",
                "payloadVersion": "2"
              },
              "payload": {"accessToken": "a-token"\#(appliance ? lamp : "")}
            }
            """#
        )
    }
}
