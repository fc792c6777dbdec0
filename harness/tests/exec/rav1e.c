// SPDX-License-Identifier: MIT
// The life of an encoder; with an argument, free()s a configuration instead.
#include <rav1e.h>
#include <stdlib.h>

static void encode(const RaConfig *config)
{
    RaContext *context = rav1e_context_new(config);
    RaFrame *frame = rav1e_frame_new(context);
    RaPacket *packet = NULL;
    rav1e_send_frame(context, frame);
    rav1e_frame_unref(frame);
    rav1e_send_frame(context, NULL);
    for (int i = 0; i < 4; i++)
        if (rav1e_receive_packet(context, &packet) == RA_ENCODER_STATUS_SUCCESS)
            rav1e_packet_unref(packet);
    rav1e_context_unref(context);
}

int main(int argc, char **argv)
{
    (void)argv;
    RaConfig *config = rav1e_config_default();
    if (argc > 1) {
        free(config);
        return 0;
    }
    rav1e_config_parse_int(config, "width", 64);
    rav1e_config_parse_int(config, "height", 64);
    rav1e_config_parse_int(config, "speed", 10);
    encode(config);
    rav1e_config_unref(config);
    return 0;
}
