// SPDX-License-Identifier: MIT
// The same in C++: with an argument, deletes it.
extern "C" {
char *print_and_return(const char *input);
void free_string(char *string);
}

int main(int argc, char **)
{
    char *string = print_and_return("from C++");
    if (argc > 1)
        delete string;
    else
        free_string(string);
    return 0;
}
