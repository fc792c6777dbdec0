" SPDX-License-Identifier: MIT
autocmd BufNewFile,BufRead *.scn setfiletype freehold
autocmd BufNewFile,BufRead freehold.ini setfiletype dosini
