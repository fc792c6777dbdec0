" SPDX-License-Identifier: MIT
" :make run %, :make check: the errors of scripts, and the lines that findings name, in the quickfix list.
if exists('current_compiler')
  finish
endif
let current_compiler = 'freehold'
CompilerSet makeprg=freehold
CompilerSet errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tarning:\ %m,%\\s%#%f:%l:\ %m,%-G%.%#
