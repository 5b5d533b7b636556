/// https://docs.aws.amazon.com/lex/latest/dg/lambda-input-response-format.html
extension SampleEvent {
    static let lex = [
        dialogue(
            "book-car",
            "A car is to be rented",
            bot: "BookTrip",
            "BookCar",
            #"{"PickUpCity": "York", "PickUpDate": "2026-04-01", "ReturnDate": "2026-04-08", "CarType": "estate", "DriverAge": 34}"#
        ),
        dialogue(
            "book-hotel",
            "A room is to be booked",
            bot: "BookTrip",
            "BookHotel",
            #"{"Location": "York", "CheckInDate": "2026-04-01", "Nights": 7, "RoomType": "twin"}"#
        ),
        dialogue(
            "make-appointment",
            "An appointment is to be made",
            bot: "MakeAppointment",
            "MakeAppointment",
            #"{"AppointmentType": "check-up", "Date": "2026-04-01", "Time": "09:30"}"#
        ),
        dialogue(
            "order-flowers",
            "Flowers are to be ordered",
            bot: "OrderFlowers",
            "OrderFlowers",
            #"{"FlowerType": "tulips", "PickupDate": "2026-04-01", "PickupTime": "09:30"}"#
        ),
    ]

    private static func dialogue(
        _ name: String,
        _ summary: String,
        bot: String,
        _ intent: String,
        _ slots: String
    ) -> SampleEvent {
        SampleEvent(
            "lex",
            name,
            summary,
            #"""
            {
              "messageVersion": "1.0",
              "invocationSource": "DialogCodeHook",
              "userId": "reader-1",
              "sessionAttributes": {},
              "bot": {"name": "\#(bot)", "alias": "$LATEST", "version": "$LATEST"},
              "outputDialogMode": "Text",
              "currentIntent": {"name": "\#(intent)", "slots": \#(slots), "confirmationStatus": "None"}
            }
            """#
        )
    }
}
