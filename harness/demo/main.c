/* Does with the library all that its header says, and nothing else. */
#include <stdio.h>

#include "greeting.h"

int main(void)
{
    char *greeting = greeting_new("Ada");
    if (!greeting)
        return 1;
    puts(greeting);
    greeting_free(greeting);
    return 0;
}
